using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>
/// The arrows of ARCHITECTURE.md, held over the sources: a folder of the library names only folders that stand left of it,
/// and the library never names the command.
/// </summary>
public sealed partial class FolderDirectionTests
{
    /// <summary>The folders from left to right; those of one step do not name one another.</summary>
    private static readonly string[][] Steps =
    [
        ["Text", "IO", "Numerics"], ["Formats"], ["Tokenizers"], ["Vectors"], ["Dictionaries"], ["Retrieval"], ["Alignment"],
        ["Evaluation"], ["DictionaryLab"], ["Transfer"], ["World"], ["Inspection"], ["Cli"],
    ];

    private static readonly IReadOnlyList<SourceFile> Library = SourceFile.Under("src/Calque");

    /// <summary>The types that each folder declares, to tell a namespace's name from a property's.</summary>
    private static readonly ILookup<string, string> TypesOfFolder = Library
        .Where(file => TopFolder(file) is not null)
        .ToLookup(file => TopFolder(file)!, file => file.FileName.Split('.')[0], StringComparer.Ordinal);

    [Fact]
    public void Folders_OfTheLibrary_AllHaveTheirPlace()
    {
        string[] unknown = [.. TypesOfFolder.Select(group => group.Key).Where(folder => StepOf(folder) < 0)];

        Findings.AssertNone(unknown);
    }

    [Fact]
    public void Sources_OfTheLibrary_NameOnlyFoldersToTheLeft()
    {
        List<string> wrong = [];
        foreach (SourceFile file in Library)
        {
            string? own = TopFolder(file);
            int step = own is null ? -1 : StepOf(own);
            for (int line = 0; line < file.Code.Count; line++)
            {
                foreach (string named in FoldersNamed(file.Code[line]))
                {
                    if (named != own && StepOf(named) >= step)
                        wrong.Add($"{file.RelativePath}:{line + 1} names {named}");
                }
            }
        }

        Findings.AssertNone(wrong);
    }

    /// <summary>The folders of the neural engine, which has its own table in its README.</summary>
    private static readonly string[] NeuralSteps = ["Tensors", "Layers", "Models", "Objectives", "Training", "Features", "Generation", "Alignment"];

    [Fact]
    public void Sources_OfTheNeuralEngine_NameOnlyFoldersToTheLeft()
    {
        List<string> wrong = [];
        foreach (SourceFile file in SourceFile.Under("src/Calque.Neural"))
        {
            string? own = TopFolder(file);
            int step = own is null ? -1 : Array.IndexOf(NeuralSteps, own);
            if (own is not null && step < 0)
                wrong.Add($"{file.RelativePath} lies in a folder without a place");
            for (int line = 0; line < file.Code.Count; line++)
            {
                foreach (Match match in NeuralName().Matches(file.Code[line]))
                {
                    int named = Array.IndexOf(NeuralSteps, match.Groups[1].Value);
                    if (named > step && !file.Code[line].StartsWith("namespace ", StringComparison.Ordinal))
                        wrong.Add($"{file.RelativePath}:{line + 1} names {match.Groups[1].Value}");
                }
            }
        }

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Sources_OfTheLibrary_NeverNameTheNeuralEngine() =>
        Findings.AssertNone([.. Library.Where(file => file.Code.Any(line => line.Contains("Calque.Neural", StringComparison.Ordinal))).Select(file => file.RelativePath)]);

    [Theory]
    [InlineData("using Calque.Transfer;", "Transfer")]
    [InlineData("using Plan = Calque.Transfer.TransferPlan;", "Transfer")]
    [InlineData("    global::Calque.World.Generator.Run();", "World")]
    [InlineData("using static Calque.Numerics.LinearAlgebra.Dot;", "Numerics")]
    public void FoldersNamed_OfALineThatNamesOne_FindsIt(string line, string expected) =>
        Assert.Equal([expected], FoldersNamed(line));

    [Theory]
    [InlineData("int length = token.Text.Length;")]
    [InlineData("namespace Calque;")]
    [InlineData("string path = Vectors.Path;")]
    public void FoldersNamed_OfALineThatNamesNone_FindsNothing(string line) => Assert.Empty(FoldersNamed(line));

    private static IEnumerable<string> FoldersNamed(string line)
    {
        // The line that says where the file itself stands is no use of anything.
        if (line.StartsWith("namespace ", StringComparison.Ordinal))
            return [];
        IEnumerable<string> full = FullName().Matches(line).Select(match => match.Groups[1].Value).Where(name => StepOf(name) >= 0);
        IEnumerable<string> partial = PartialName().Matches(line)
            .Where(match => TypesOfFolder[match.Groups[1].Value].Contains(match.Groups[2].Value, StringComparer.Ordinal))
            .Select(match => match.Groups[1].Value);
        return full.Concat(partial).Distinct(StringComparer.Ordinal);
    }

    private static int StepOf(string folder) => Array.FindIndex(Steps, step => step.Contains(folder, StringComparer.Ordinal));

    private static string? TopFolder(SourceFile file)
    {
        string[] parts = file.RelativePath.Split('/');
        return parts.Length > 3 ? parts[2] : null;
    }

    /// <summary>Calque.Folder, also with global:: before it.</summary>
    [GeneratedRegex(@"(?<![\w.])Calque\.([A-Z]\w*)")]
    private static partial Regex FullName();

    /// <summary>Calque.Neural.Folder.</summary>
    [GeneratedRegex(@"(?<![\w.])Calque\.Neural\.([A-Z]\w*)")]
    private static partial Regex NeuralName();

    /// <summary>Folder.Type, which C# resolves from inside the namespace Calque.</summary>
    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.(?:[A-Z]\w*\.)*?([A-Z]\w*)")]
    private static partial Regex PartialName();
}
