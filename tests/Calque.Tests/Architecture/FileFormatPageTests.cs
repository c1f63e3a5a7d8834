using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.DictionaryLab;
using Calque.Formats.Safetensors;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>docs/file-formats.md names the keys that there are, all of them and no others.</summary>
public sealed partial class FileFormatPageTests
{
    [Theory]
    [InlineData("calque.manifest.json of an alignment", 0, typeof(AlignmentManifest))]
    [InlineData("The list of changes of a repair", 0, typeof(RepairLog))]
    [InlineData("The list of changes of a repair", 1, typeof(DictionaryChange))]
    [InlineData("The JSON of `calque dictionary check`", 0, typeof(DictionaryCheckResult))]
    [InlineData("The JSON of `calque dictionary check`", 1, typeof(CheckedLine))]
    [InlineData("The JSON of `calque dictionary check`", 2, typeof(DictionaryTotals))]
    public void Table_OfARecord_NamesItsKeys(string section, int table, Type record) =>
        Assert.Equal(Keys(record).Order(StringComparer.Ordinal), FirstColumn(Tables(section)[table]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("calque.manifest.json of an alignment", typeof(AlignmentInput))]
    [InlineData("calque.manifest.json of an alignment", typeof(VocabularyFigures))]
    [InlineData("calque.manifest.json of an alignment", typeof(DictionaryFigures))]
    [InlineData("calque.manifest.json of an alignment", typeof(AlignmentTrial))]
    [InlineData("calque.manifest.json of an alignment", typeof(SelfLearningReport))]
    [InlineData("calque.manifest.json of an alignment", typeof(AdversarialReport))]
    [InlineData("calque.manifest.json of an alignment", typeof(AdversarialRestart))]
    public void Section_OfARecord_NamesTheKeysOfItsParts(string section, Type record)
    {
        string text = string.Join('\n', Section(section));

        Findings.AssertNone([.. Keys(record).Where(key => !text.Contains($"`{key}`", StringComparison.Ordinal)).Select(key => $"{section}: {record.Name} has `{key}`")]);
    }

    [Fact]
    public void Findings_OfACheck_AreNamedInTheirOrder()
    {
        string row = Section("The JSON of `calque dictionary check`").Single(line => line.StartsWith("| `findings` | of ", StringComparison.Ordinal));

        Assert.Equal(FindingNames.All, Quoted().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task Alignment_File_HoldsTheTensorsAndTheMetadataOfThePage()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Method = "whitening", VocabularyLimit = 100 };
        await AlignVectors.RunAsync(options);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(options.Output, SpaceAlignmentFile.Name));
        IReadOnlyList<IReadOnlyList<string>> tables = Tables("alignment.safetensors");

        Assert.Equal(["alignment.safetensors", "calque.manifest.json", "report.txt"], Directory.EnumerateFiles(options.Output).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(file.Tensors, tensor => Assert.Equal(ElementType.F64, tensor.ElementType));
        Assert.Equal(FirstColumn(tables[0]).Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            FirstColumn(tables[1]).Order(StringComparer.Ordinal),
            file.Metadata.Keys.Select(key => key.StartsWith("note.", StringComparison.Ordinal) ? "note.NAME" : key).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(Type record) => record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

    /// <summary>The lines below a heading, up to the next one.</summary>
    private static string[] Section(string heading)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Fixtures.RepositoryRoot, "docs", "file-formats.md"));
        int start = Array.FindIndex(lines, line => line.StartsWith('#') && line.TrimStart('#').Trim() == heading);
        Assert.True(start >= 0, $"no heading '{heading}'");
        return [.. lines.Skip(start + 1).TakeWhile(line => !line.StartsWith('#'))];
    }

    private static List<IReadOnlyList<string>> Tables(string heading)
    {
        List<IReadOnlyList<string>> tables = [];
        List<string>? current = null;
        foreach (string line in Section(heading))
        {
            if (!line.StartsWith('|'))
                current = null;
            else if (current is null)
                tables.Add(current = []);
            else
                current.Add(line);
        }

        return tables;
    }

    private static IEnumerable<string> FirstColumn(IReadOnlyList<string> table) =>
        table.SelectMany(line => Quoted().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
