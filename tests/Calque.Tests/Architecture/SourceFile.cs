using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Calque.Tests.Support;

namespace Calque.Tests.Architecture;

/// <summary>One C# file of the repository, as the architecture tests read it.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string root, string path)
    {
        RelativePath = Path.GetRelativePath(root, path).Replace('\\', '/');
        Lines = File.ReadAllLines(path);
        Code = [.. Lines.Select(WithoutCommentsAndStrings)];
    }

    /// <summary>The path from the repository's root, with slashes.</summary>
    public string RelativePath { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The lines without line comments and without what stands between quotation marks.</summary>
    public IReadOnlyList<string> Code { get; }

    public string FileName => Path.GetFileNameWithoutExtension(RelativePath);

    public string Folder => RelativePath[..RelativePath.LastIndexOf('/')];

    /// <summary>Every C# file under a folder of the repository, in ordinal order of paths.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder)
    {
        string root = Fixtures.RepositoryRoot;
        return [.. RepositoryFiles.Under(Path.Combine(root, folder))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => new SourceFile(root, path))];
    }

    private static string WithoutCommentsAndStrings(string line)
    {
        string bare = StringLiteral().Replace(line, "\"\"");
        int comment = bare.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? bare : bare[..comment];
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex StringLiteral();
}
