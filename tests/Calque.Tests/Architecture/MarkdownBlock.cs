using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Tests.Support;

namespace Calque.Tests.Architecture;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">The line of its fence, from 1.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Lines">Its lines, without the indent that the fence has.</param>
internal sealed record MarkdownBlock(string Page, int Line, string Language, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>All blocks in one language, over README.md, docs/ and samples/README.md.</summary>
    public static IReadOnlyList<MarkdownBlock> All(string language) =>
        [.. Pages().SelectMany(Read).Where(block => block.Language == language)];

    private static IEnumerable<string> Pages()
    {
        yield return "README.md";
        yield return "samples/README.md";
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Fixtures.RepositoryRoot, "docs"), "*.md").Order(StringComparer.Ordinal))
            yield return "docs/" + Path.GetFileName(path);
    }

    private static IEnumerable<MarkdownBlock> Read(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Fixtures.RepositoryRoot, page));
        for (int open = 0; open < lines.Length; open++)
        {
            string trimmed = lines[open].TrimStart(' ');
            if (!trimmed.StartsWith(Fence, StringComparison.Ordinal))
                continue;
            int indent = lines[open].Length - trimmed.Length;
            int close = Array.FindIndex(lines, open + 1, line => line.Trim() == Fence);
            yield return new MarkdownBlock(
                page, open + 1, trimmed[Fence.Length..], [.. lines[(open + 1)..close].Select(line => line.Length >= indent ? line[indent..] : "")]);
            open = close;
        }
    }
}
