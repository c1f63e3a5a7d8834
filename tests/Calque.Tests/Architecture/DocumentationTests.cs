using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Calque.Cli;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>What the pages say is so: commands parse, code is that of the samples, links lead somewhere, targets exist.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Commands_OnThePages_AreOnesThatTheCommandTakes()
    {
        VerbHost host = new(new Terminal(TextWriter.Null, TextWriter.Null, outputIsTerminal: false, errorIsTerminal: false, noColor: true));
        RootCommand root = CalqueCommand.Build(host);
        List<string> wrong = [];
        int seen = 0;
        foreach (MarkdownBlock block in MarkdownBlock.All("sh"))
        {
            foreach (string line in Logical(block.Lines).Where(line => line.StartsWith("calque ", StringComparison.Ordinal)))
            {
                seen++;
                ParseResult parse = root.Parse([.. CommandLineParser.SplitCommandLine(line).Skip(1)]);
                wrong.AddRange(parse.Errors.Take(1).Select(error => $"{block.Page}:{block.Line}: {line}: {error.Message}"));
            }
        }

        Findings.AssertNone(wrong);
        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void Targets_OnThePages_StandInTheMakefile()
    {
        string makefile = File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot, "Makefile"));
        string[] named = [.. MarkdownBlock.All("sh").SelectMany(block => Logical(block.Lines))
            .Select(line => MakeTarget().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

        Assert.Contains("demo", named);
        Assert.Contains("test", named);
        Findings.AssertNone([.. named.Where(target => !makefile.Contains($"\n{target}:", StringComparison.Ordinal))]);
    }

    [Fact]
    public void Code_OnThePages_IsThatOfTheSamples()
    {
        string[] samples = [.. SourceFile.Under("samples").Select(file => string.Join('\n', file.Lines.Select(line => line.TrimStart(' '))))];
        IReadOnlyList<MarkdownBlock> blocks = MarkdownBlock.All("csharp");

        Assert.NotEmpty(blocks);
        Findings.AssertNone([.. blocks
            .Where(block => !samples.Any(sample => sample.Contains(string.Join('\n', block.Lines.Select(line => line.TrimStart(' '))), StringComparison.Ordinal)))
            .Select(block => $"{block.Page}:{block.Line} is the text of no sample")]);
    }

    [Fact]
    public void Links_OnThePages_LeadToFiles()
    {
        List<string> wrong = [];
        foreach (string path in RepositoryFiles.Under(Fixtures.RepositoryRoot).Where(path => path.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match match in Link().Matches(File.ReadAllText(path)))
            {
                string goal = Path.Combine(Path.GetDirectoryName(path)!, match.Groups[1].Value);
                if (!File.Exists(goal) && !Directory.Exists(goal))
                    wrong.Add($"{Path.GetRelativePath(Fixtures.RepositoryRoot, path)}: {match.Value}");
            }
        }

        Findings.AssertNone(wrong);
    }

    /// <summary>The lines of a shell block, with continued ones joined.</summary>
    private static IEnumerable<string> Logical(IReadOnlyList<string> lines) =>
        string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Split(" #")[0].Trim());

    [GeneratedRegex(@"^make ([a-z]+)")]
    private static partial Regex MakeTarget();

    /// <summary>[text](path), without links that leave the repository or stay on the page.</summary>
    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)\s#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
