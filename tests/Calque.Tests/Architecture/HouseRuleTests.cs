using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>The rules of CONTRIBUTING.md that can be read off the files.</summary>
public sealed partial class HouseRuleTests
{
    private const int LongestFile = 500;

    /// <summary>What no file may hold, put together here so that this file does not hold it either.</summary>
    private static readonly string[] ForbiddenText =
    [
        "/" + "work/", "/" + "root/", "C:\\" + "Users", "/" + "Users/", "api." + "nuget", "nuget." + "org", "registry." + "npmjs", "pypi." + "org", "python" + "hosted.org", "crates." + "io",
    ];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.Under("src");

    [Fact]
    public void Sources_AllFiles_DeclareTheNamespaceOfTheirFolder()
    {
        string[] wrong = [.. Sources
            .Where(file => Declares(file) && !file.Lines.Contains($"namespace {NamespaceOf(file)};", StringComparer.Ordinal))
            .Select(file => $"{file.RelativePath} is not in {NamespaceOf(file)}")];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_AllFiles_AreNamedLikeTheirType()
    {
        string[] wrong = [.. Sources
            .Where(file => Declares(file) && !TypesOf(file).Select(type => type.Name).Contains(file.FileName.Split('.')[0], StringComparer.Ordinal))
            .Select(file => $"{file.RelativePath} declares {string.Join(", ", TypesOf(file).Select(type => type.Name))}")];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_AllFiles_DeclareOnePublicTypeAtMost()
    {
        string[] wrong = [.. Sources
            .Where(file => TypesOf(file).Count(type => type.IsPublic) > 1)
            .Select(file => $"{file.RelativePath} declares {string.Join(", ", TypesOf(file).Where(type => type.IsPublic).Select(type => type.Name))}")];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_AllFiles_AreShortEnoughToRead()
    {
        string[] wrong = [.. Sources.Concat(SourceFile.Under("tests")).Concat(SourceFile.Under("samples"))
            .Where(file => file.Lines.Count > LongestFile)
            .Select(file => $"{file.RelativePath} has {file.Lines.Count} lines, {LongestFile} are the most")];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_OfTheLibrary_LeaveTheConsoleAlone()
    {
        string[] wrong = [.. LinesThat(Sources.Where(file => !file.RelativePath.StartsWith("src/Calque.Cli/", StringComparison.Ordinal)), ConsoleUse())];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_AllFiles_AreFinished()
    {
        string[] wrong = [.. LinesThat(Sources.Concat(SourceFile.Under("tests")).Concat(SourceFile.Under("samples")), Unfinished())];

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Folders_OfTheLibrary_OpenWithAReadme()
    {
        string[] without = [.. Sources.Select(file => file.Folder)
            .Where(folder => folder.StartsWith("src/Calque/", StringComparison.Ordinal) || folder.StartsWith("src/Calque.Neural/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Where(folder => !File.Exists(Path.Combine(Fixtures.RepositoryRoot, folder, "README.md")))];

        Findings.AssertNone(without);
    }

    [Fact]
    public void Files_OfTheRepository_NameNoMachineAndNoRegistry()
    {
        List<string> wrong = [];
        foreach (string path in RepositoryFiles.Under(Fixtures.RepositoryRoot).Where(IsReadByPeople))
        {
            string text = File.ReadAllText(path, Encoding.UTF8);
            foreach (string forbidden in ForbiddenText.Where(part => text.Contains(part, StringComparison.OrdinalIgnoreCase)))
                wrong.Add($"{Path.GetRelativePath(Fixtures.RepositoryRoot, path)} holds {forbidden}");
        }

        Findings.AssertNone(wrong);
    }

    /// <summary>Everything but the contents of fixtures, whose words are not ours to choose.</summary>
    private static bool IsReadByPeople(string path)
    {
        string relative = Path.GetRelativePath(Fixtures.RepositoryRoot, path).Replace('\\', '/');
        if (relative.StartsWith("tests/fixtures/", StringComparison.Ordinal) && !relative.EndsWith(".md", StringComparison.Ordinal))
            return false;
        Span<byte> opening = stackalloc byte[4096];
        using FileStream stream = File.OpenRead(path);
        int read = stream.ReadAtLeast(opening, opening.Length, throwOnEndOfStream: false);
        return !opening[..read].Contains((byte)0);
    }

    private static IEnumerable<string> LinesThat(IEnumerable<SourceFile> files, Regex pattern)
    {
        foreach (SourceFile file in files)
        {
            for (int line = 0; line < file.Lines.Count; line++)
            {
                if (pattern.IsMatch(file.Lines[line]))
                    yield return $"{file.RelativePath}:{line + 1}: {file.Lines[line].Trim()}";
            }
        }
    }

    private static string NamespaceOf(SourceFile file) => file.Folder["src/".Length..].Replace('/', '.');

    private static bool Declares(SourceFile file) => TypesOf(file).Any();

    private static IEnumerable<DeclaredType> TypesOf(SourceFile file) => file.Lines
        .Select(line => Declaration().Match(line))
        .Where(match => match.Success)
        .Select(match => new DeclaredType(match.Groups["name"].Value, match.Groups["access"].Value == "public"));

    /// <summary>A type that stands directly in the file's namespace, so at the line's start.</summary>
    [GeneratedRegex(@"^(?<access>public|internal|file)\b[\w\s]*?\b(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\]?,. ]+?) (?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])Console\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex("(?<!\\w)(?:TO" + "DO|FIX" + "ME|HA" + "CK|NotImple" + "mentedException)(?!\\w)")]
    private static partial Regex Unfinished();

    private sealed record DeclaredType(string Name, bool IsPublic);
}
