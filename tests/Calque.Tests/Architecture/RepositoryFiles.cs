using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Calque.Tests.Architecture;

/// <summary>The files of the checkout but what builds and tools leave there.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Left = ["bin", "obj", "artifacts", "TestResults", "node_modules", ".git", ".vs", "__pycache__"];

    public static IEnumerable<string> Under(string folder) => Directories(folder)
        .SelectMany(Directory.EnumerateFiles)
        .Where(path => Path.GetFileName(path) != ".git") // a second working tree has a file of that name
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Directories(string folder)
    {
        yield return folder;
        IEnumerable<string> below = Directory.EnumerateDirectories(folder)
            .Where(path => !Left.Contains(Path.GetFileName(path), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(Directories);
        foreach (string path in below)
            yield return path;
    }
}
