using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.World;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary><c>calque dictionary</c> as a script or a person runs it: what works.</summary>
public sealed class DictionaryCommandTests
{
    [Fact]
    public async Task Check_WithJson_HasALineForEachWithItsFindings()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        files.Append(["alone"]);

        CommandRun run = await CommandRun.RunAsync([.. files.Check, "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement[] lines = [.. json.RootElement.GetProperty("lines").EnumerateArray()];
        Assert.Equal(Enumerable.Range(1, DictionaryCase.Lines + 1), lines.Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(["line", "source", "target", "findings", "score", "reasons"], lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(files.Truth[0].Entry.Source, lines[0].GetProperty("source").GetString());
        Assert.Equal(["malformed"], Findings(lines[^1]));
        Assert.Equal(JsonValueKind.Null, lines[^1].GetProperty("score").ValueKind);
        int[] reversed = Places(files, DictionaryFault.Reversed), shuffled = Places(files, DictionaryFault.Shuffled);
        Assert.True(reversed.Count(i => Findings(lines[i]).Contains("reversed")) >= 0.95 * reversed.Length);
        Assert.True(shuffled.Count(i => Findings(lines[i]).Contains("outlier")) >= 0.8 * shuffled.Length);
        JsonElement totals = json.RootElement.GetProperty("totals");
        Assert.Equal(DictionaryCase.Lines + 1, totals.GetProperty("lines").GetInt32());
        Assert.Equal(
            ["casing", "duplicate", "identical", "malformed", "multi-word", "non-word", "outlier", "reversed", "uncovered"],
            totals.GetProperty("findings").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Check_ForAPerson_NamesLinesAndExamples()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);

        CommandRun text = await CommandRun.RunAsync(files.Check);
        CommandRun markdown = await CommandRun.RunAsync([.. files.Check, "--format", "markdown"]);

        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith($"{files.Dictionary} (tab-separated)", text.Output, StringComparison.Ordinal);
        Assert.Contains("e.g. line ", text.Output, StringComparison.Ordinal);
        Assert.Contains("| reversed |", markdown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\r\n", "\uFEFF")]
    public async Task Check_OtherLineEndsOrAMark_SaysTheSame(string end, string mark)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        CommandRun plain = await CommandRun.RunAsync([.. files.Check, "--json"]);
        File.WriteAllText(files.Dictionary, mark + File.ReadAllText(files.Dictionary).Replace("\n", end, StringComparison.Ordinal));

        CommandRun run = await CommandRun.RunAsync([.. files.Check, "--json"]);

        Assert.Equal(plain.Output, run.Output);
    }

    [Fact]
    public async Task CheckAndRepair_AnyNumberOfThreads_WriteTheSame()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        HashSet<string> printed = [], written = [];
        foreach (string threads in (string[])["0", "1", "3"])
        {
            CommandRun check = await CommandRun.RunAsync([.. files.Check, "--threads", threads]);
            CommandRun repair = await CommandRun.RunAsync([.. files.Repair, "--threads", threads, "--force"]);
            printed.Add(check.Output + repair.Output);
            written.Add(File.ReadAllText(files.Output) + File.ReadAllText(files.Output + ".changes.json"));
            Assert.Equal((0, 0), (check.ExitCode, repair.ExitCode));
        }

        Assert.Single(printed);
        Assert.Single(written);
    }

    [Fact]
    public async Task Repair_AndUndo_GiveTheOriginalBack()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);

        CommandRun repair = await CommandRun.RunAsync([.. files.Repair, "--json"]);
        CommandRun undo = await CommandRun.RunAsync(["dictionary", "repair", "--undo", files.Output + ".changes.json", "--output", directory["again.txt"], "--json"]);

        Assert.Equal((0, 0), (repair.ExitCode, undo.ExitCode));
        using JsonDocument result = JsonDocument.Parse(repair.Output);
        Assert.Equal(files.Output + ".changes.json", result.RootElement.GetProperty("log").GetString());
        JsonElement change = result.RootElement.GetProperty("changes")[0];
        Assert.Equal(["line", "kinds", "reason", "before", "after", "original"], change.EnumerateObject().Select(property => property.Name));
        Assert.NotEqual(File.ReadAllText(files.Dictionary), File.ReadAllText(files.Output));
        Assert.Equal(File.ReadAllBytes(files.Dictionary), File.ReadAllBytes(directory["again.txt"]));
        using JsonDocument undone = JsonDocument.Parse(undo.Output);
        Assert.False(undone.RootElement.GetProperty("packed").GetBoolean());
    }

    [Fact]
    public async Task Repair_OfAPackedDictionary_PacksWhatIsNamedSoAndUndoesToTheText()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        string text = File.ReadAllText(files.Dictionary);
        using (GZipStream packed = new(File.Create(directory["d.txt.gz"]), CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(files.Dictionary));

        CommandRun repair = await CommandRun.RunAsync(["dictionary", "repair", "--dictionary", directory["d.txt.gz"], .. files.Embeddings, "--output", directory["o.txt.gz"]]);
        CommandRun undo = await CommandRun.RunAsync(["dictionary", "repair", "--undo", directory["o.txt.gz.changes.json"], "--output", directory["again.txt"]]);
        await CommandRun.RunAsync(["dictionary", "repair", "--undo", directory["o.txt.gz.changes.json"], "--output", directory["again.txt.gz"]]);

        Assert.Equal(0, repair.ExitCode);
        Assert.Equal([0x1F, 0x8B], File.ReadAllBytes(directory["o.txt.gz"])[..2]);
        Assert.Contains("the original's text, which was packed, byte for byte", undo.Output, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(directory["again.txt"]));
        using StreamReader again = new(new GZipStream(File.OpenRead(directory["again.txt.gz"]), CompressionMode.Decompress));
        Assert.Equal(text, again.ReadToEnd());
    }

    [Theory]
    [InlineData("o.txt")]
    [InlineData("o.txt.changes.json")]
    public async Task Repair_OutputOrListThatExists_IsRefusedAndWithForceReplaced(string name)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        File.WriteAllText(directory[name], "mine");
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun refused = await CommandRun.RunAsync(files.Repair);
        IReadOnlyDictionary<string, string> after = TransferCase.Snapshot(directory.Path);
        CommandRun forced = await CommandRun.RunAsync([.. files.Repair, "--force"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, after);
        Assert.Equal(0, forced.ExitCode);
        Assert.NotEqual("mine", File.ReadAllText(directory[name]));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("repair")]
    public async Task CheckAndRepair_Interrupted_EndWith130AndLeaveNothing(string verb)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(verb == "check" ? files.Check : files.Repair, new CancellationToken(canceled: true));

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Fact]
    public async Task Check_MultiWordCompose_JudgesEntriesOfSeveralWords()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        files.Append(files.TwoWords(30));

        CommandRun skip = await CommandRun.RunAsync([.. files.Check, "--json"]);
        CommandRun compose = await CommandRun.RunAsync([.. files.Check, "--multi-word", "compose", "--json"]);

        using JsonDocument before = JsonDocument.Parse(skip.Output), after = JsonDocument.Parse(compose.Output);
        JsonElement[] skipped = [.. before.RootElement.GetProperty("lines").EnumerateArray().TakeLast(30)];
        JsonElement[] composed = [.. after.RootElement.GetProperty("lines").EnumerateArray().TakeLast(30)];
        Assert.All(skipped, line => Assert.Equal(["multi-word", "uncovered"], Findings(line)));
        Assert.All(composed, line => Assert.Contains("multi-word", Findings(line)));
        Assert.All(composed, line => Assert.DoesNotContain("uncovered", Findings(line)));
        Assert.All(composed, line => Assert.Equal(JsonValueKind.Number, line.GetProperty("score").ValueKind));
        Assert.True(composed.Count(line => line.GetProperty("score").GetDouble() > 0.5) >= 27);
    }

    [Fact]
    public async Task Repair_MultiWordCompose_KeepsRightEntriesInTheCaseOfTheVectors()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        IReadOnlyList<string> entries = files.TwoWords(20);
        files.Append([entries[0].ToUpperInvariant(), .. entries.Skip(1)]);

        await CommandRun.RunAsync([.. files.Repair, "--held-out", "0.05"]);
        string[] skipped = File.ReadAllLines(files.Output);
        CommandRun compose = await CommandRun.RunAsync([.. files.Repair, "--held-out", "0.05", "--multi-word", "compose", "--force"]);
        string[] composed = File.ReadAllLines(files.Output);

        Assert.Equal(0, compose.ExitCode);
        Assert.Contains(entries[0].ToUpperInvariant(), skipped);
        Assert.Contains(entries[0], composed);
        Assert.True(entries.Count(composed.Contains) >= 18);
    }

    [Fact]
    public async Task Induce_WritesColumnsAndWithJsonTheSamePairs()
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        await CommandRun.RunAsync(["align", .. files.Embeddings, "--dictionary", files.Dictionary, "--output", directory["a"]]);

        CommandRun run = await CommandRun.RunAsync([.. files.Induce(directory["a"]), "--json"]);
        CommandRun packed = await CommandRun.RunAsync(["dictionary", "induce", "--alignment", directory["a"], "--vocabulary-limit", "500", "--output", directory["o.gz"]]);

        Assert.Equal((0, 0), (run.ExitCode, packed.ExitCode));
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement[] pairs = [.. json.RootElement.GetProperty("pairs").EnumerateArray()];
        Assert.Equal(["source", "target", "score", "margin", "forward_rank", "backward_rank"], pairs[0].EnumerateObject().Select(property => property.Name));
        string[][] lines = [.. File.ReadLines(files.Output).Select(line => line.Split('\t'))];
        Assert.All(lines, line => Assert.Equal(6, line.Length));
        Assert.Equal(pairs.Select(pair => pair.GetProperty("source").GetString()), lines.Select(line => line[0]));
        using StreamReader unpacked = new(new GZipStream(File.OpenRead(directory["o.gz"]), CompressionMode.Decompress));
        Assert.Equal(File.ReadAllText(files.Output), unpacked.ReadToEnd());
        Assert.Contains("mutual nearest neighbour", packed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tab", "House\tnyumba\t0.9\nhouse\tnyumba\t0.2\nbig house\tjumba\n")]
    [InlineData("space", "House nyumba\nhouse nyumba\n")]
    [InlineData("muse", "house nyumba\n")]
    public async Task Convert_EachForm_IsWrittenAsItSays(string form, string expected)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["d.txt"], "House\tnyumba\t0.9\r\nhouse\tnyumba\t0.2\r\nbig house\tjumba\r\nalone\r\n");

        CommandRun run = await CommandRun.RunAsync(["dictionary", "convert", "--dictionary", directory["d.txt"], "--format", form, "--output", directory["o.txt"], "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, File.ReadAllText(directory["o.txt"]));
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(expected.Count(c => c == '\n'), json.RootElement.GetProperty("pairs_written").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("left_out").GetProperty("no pair").GetInt32());
    }

    [Theory]
    [InlineData("check", "--format", "--multi-word")]
    [InlineData("repair", "--undo", "--outliers")]
    [InlineData("induce", "--min-margin", "--exclude")]
    [InlineData("convert", "--anchors", "--quality-threshold")]
    public async Task Help_OfEachVerb_ShowsOptionsAndAnExample(string verb, string option, string other)
    {
        CommandRun run = await CommandRun.RunAsync(["dictionary", verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Contains(option, run.Output, StringComparison.Ordinal);
        Assert.Contains(other, run.Output, StringComparison.Ordinal);
        Assert.Contains($"calque dictionary {verb} --", run.Output, StringComparison.Ordinal);
    }

    private static int[] Places(DictionaryCase files, DictionaryFault fault) => [.. Enumerable.Range(0, files.Truth.Count).Where(i => files.Truth[i].Fault == fault)];

    private static string[] Findings(JsonElement line) => [.. line.GetProperty("findings").EnumerateArray().Select(one => one.GetString()!)];
}
