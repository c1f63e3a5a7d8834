using System;
using System.IO;
using System.Reflection;

namespace Calque.World;

/// <summary>The files of the default world that this library carries: tokenizers, trained word vectors, a dictionary.</summary>
/// <remarks>
/// <c>a.bin</c> and <c>b.bin</c> are fastText models; <c>a-b.tsv</c> is the gold dictionary; <c>tokenizers/a-wordpiece</c>,
/// <c>a-bytelevel</c> and <c>b-bytelevel</c> are tokenizers; <c>SHA256SUMS</c> has the hashes of what the generator writes.
/// </remarks>
public static class EmbeddedWorld
{
    private const string Prefix = "Calque.World.Fixtures/";

    /// <summary>Writes all files into a directory; what stands there under their names is overwritten.</summary>
    /// <param name="directory">The directory; it is made where it is missing.</param>
    public static void Extract(string directory)
    {
        Assembly assembly = typeof(EmbeddedWorld).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            // A build on Windows writes the other separator into the names.
            string name = resource.Replace('\\', '/');
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            string path = Path.Combine(directory, name[Prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream source = assembly.GetManifestResourceStream(resource)!;
            using FileStream target = File.Create(path);
            source.CopyTo(target);
        }
    }
}
