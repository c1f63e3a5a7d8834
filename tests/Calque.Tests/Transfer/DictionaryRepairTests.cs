using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.DictionaryLab;
using Calque.Tests.Support;
using Calque.Transfer;
using Calque.World;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>A transfer with a spoilt dictionary of the known-answer world, with and without its repair.</summary>
public sealed class DictionaryRepairTests
{
    [Fact]
    public async Task RepairDictionary_ReversedAndShuffledLines_GivesMorePairsAndBetterTranslations()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = Prepare(directory);

        TransferResult plain = await TransferModel.RunAsync(options with { Output = directory["plain"] });
        TransferResult repaired = await TransferModel.RunAsync(options with { Output = directory["repaired"], RepairDictionary = true });

        AlignmentFigures before = plain.Manifest.Alignment!, after = repaired.Manifest.Alignment!;
        Assert.Null(before.Repair);
        Assert.False(after.Repair!.Kept);
        Assert.True(after.Repair.Changes["swap"] > 100);
        Assert.True(after.PairsUsed > before.PairsUsed, $"{after.PairsUsed} pairs, {before.PairsUsed} without repair"); // reversed lines are out of the vocabularies
        Assert.True(after.Residual < before.Residual, $"residual {after.Residual}, {before.Residual} without repair");
        Assert.True(after.HeldOut!.PrecisionAt1 > before.HeldOut!.PrecisionAt1, $"{after.HeldOut} against {before.HeldOut}");
        Assert.Equal("yes", repaired.Manifest.Options["repair-dictionary"]);
        Assert.Equal("no", plain.Manifest.Options["repair-dictionary"]);
        Assert.False(File.Exists(Path.Combine(directory["plain"], "dictionary.txt")));
    }

    [Fact]
    public async Task RepairDictionary_Evidence_IsTheSameInEveryRunAndCanBeUndone()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = Prepare(directory) with { RepairDictionary = true };
        await TransferModel.RunAsync(options with { Output = directory["one"], Threads = 1 });
        await TransferModel.RunAsync(options with { Output = directory["two"], Threads = 2 });

        foreach (string name in Directory.EnumerateFiles(directory["one"]).Select(path => Path.GetFileName(path)))
            Assert.Equal(File.ReadAllBytes(Path.Combine(directory["one"], name)), File.ReadAllBytes(Path.Combine(directory["two"], name)));

        string original = directory["original.tsv"];
        await UndoRepair.RunAsync(new UndoRepairOptions
        {
            Repaired = Path.Combine(directory["one"], "dictionary.txt"),
            Log = Path.Combine(directory["one"], "dictionary.txt.changes.json"),
            Output = original,
        });
        Assert.Equal(File.ReadAllBytes(options.Dictionary!), File.ReadAllBytes(original));
    }

    private static TransferOptions Prepare(TemporaryDirectory directory)
    {
        string world = directory["world"];
        EmbeddedWorld.Extract(world);
        GoldEntry[] gold = [.. File.ReadLines(Path.Combine(world, "a-b.tsv")).Select(line => line.Split('\t')).Select(fields => new GoldEntry(fields[0], fields[1]))];
        ILookup<string, string> translations = gold.ToLookup(entry => entry.Source, entry => entry.Target, StringComparer.Ordinal);
        string dictionary = directory["spoilt.tsv"];
        File.WriteAllLines(dictionary, DictionaryCorruption
            .Apply(gold, new DictionaryErrors { Reversed = 0.2, Shuffled = 0.2 }, (source, target) => translations[source].Contains(target))
            .Select(line => $"{line.Entry.Source}\t{line.Entry.Target}"));
        return new TransferOptions
        {
            SourceTokenizer = Path.Combine(world, "tokenizers", "a-wordpiece"),
            TargetTokenizer = Path.Combine(world, "tokenizers", "b-bytelevel"),
            SourceEmbeddings = Path.Combine(world, "a.bin"),
            TargetEmbeddings = Path.Combine(world, "b.bin"),
            Dictionary = dictionary,
            PlanOnly = true,
        };
    }
}
