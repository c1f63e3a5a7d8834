using System;
using System.IO;
using System.Linq;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class TrainingPairsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Select_Distinct_TakesEachPairOnceAsWritten()
    {
        TrainingPairs pairs = Select(
            "house\tHaus\nhouse\tHaus\nHouse\tHaus\ntree\tBaum\nhouse\tHeim\n",
            ["house", "tree", "House"], ["Haus", "Baum"], PairWeighting.Distinct);
        Assert.Equal(3, pairs.Count);
        Assert.Null(pairs.Weights);
        Assert.Equal(2, pairs.SourceDimension);
        Assert.Equal([1f, 10f, 3f, 10f, 2f, 10f], pairs.SourceRows);
        Assert.Equal([1f, 10f, 1f, 10f, 2f, 10f], pairs.TargetRows);
        Assert.Equal(3, pairs.Counts.Used);
        Assert.Equal(1, pairs.Counts.Duplicates);
        Assert.Equal(1, pairs.Counts.TargetUnknown);
        Assert.Empty(pairs.Warnings);
    }

    [Fact]
    public void Select_Distinct_TriesNoOtherCase()
    {
        TrainingPairs pairs = Select("House\thaus\ntree\tBaum\n", ["house", "tree"], ["Haus", "Baum"], PairWeighting.Distinct);
        Assert.Equal(1, pairs.Count);
        Assert.Equal(1, pairs.Counts.BothUnknown);
    }

    [Fact]
    public void Select_Wechsel_CountsTheThreeSpellingsOfBothSides()
    {
        // house: as is = lower, so it occurs twice, House once; Haus: as is = title twice, haus once; NASA: three strings, one known.
        TrainingPairs pairs = Select(
            "house\tHaus\nNASA\tNASA\nhouse\tHaus\n",
            ["house", "House", "NASA"], ["Haus", "haus", "NASA"], PairWeighting.Wechsel);
        Assert.Equal(5, pairs.Count);
        Assert.NotNull(pairs.Weights);
        Assert.Equal([8.0, 4.0, 4.0, 2.0, 1.0], pairs.Weights);
        Assert.Equal(2, pairs.Counts.Used);
        Assert.Equal(1, pairs.Counts.Duplicates);
    }

    [Fact]
    public void Select_Wechsel_EqualsRepeatedLines()
    {
        string[] sourceWords = ["house", "House", "o'clock", "O'Clock", "tree"];
        string[] targetWords = ["Haus", "haus", "uhr", "Uhr", "Baum"];
        TrainingPairs weighted = Select("house\tHaus\no'clock\tuhr\ntree\tBaum\n", sourceWords, targetWords, PairWeighting.Wechsel);
        string[] lines =
        [
            .. Enumerable.Repeat("house\tHaus", 4), .. Enumerable.Repeat("house\thaus", 2),
            .. Enumerable.Repeat("House\tHaus", 2), "House\thaus",
            .. Enumerable.Repeat("o'clock\tuhr", 4), .. Enumerable.Repeat("o'clock\tUhr", 2),
            .. Enumerable.Repeat("O'Clock\tuhr", 2), "O'Clock\tUhr",
            .. Enumerable.Repeat("tree\tBaum", 4),
        ];
        Assert.Equal(lines.Length, weighted.Weights!.Sum());
        string[] distinct = [.. lines.Distinct()];
        Assert.Equal(distinct.Length, weighted.Count);
        Assert.Equal(distinct.Select(line => (double)lines.Count(l => l == line)).Order(), weighted.Weights!.Order());
    }

    [Fact]
    public void Select_PairsThatFallOut_AreCountedByClass()
    {
        TrainingPairs pairs = Select(
            "house\tHaus\n\nonefield\nfire engine\tFeuerwehr\nhouse\tgroßes Haus\nunknown\tHaus\nhouse\tUnbekannt\nfoo\tbar\n",
            ["house"], ["Haus"], PairWeighting.Distinct);
        Assert.Equal(8, pairs.Counts.LinesRead);
        Assert.Equal(2, pairs.Counts.LinesSkipped);
        Assert.Equal(6, pairs.Counts.Pairs);
        Assert.Equal(1, pairs.Counts.Used);
        Assert.Equal(2, pairs.Counts.MultiWord);
        Assert.Equal(1, pairs.Counts.SourceUnknown);
        Assert.Equal(1, pairs.Counts.TargetUnknown);
        Assert.Equal(1, pairs.Counts.BothUnknown);
    }

    [Fact]
    public void Select_NothingUsable_SaysHowManyLinesAndWhy()
    {
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(
            () => Select("a\tb\nc d\te\nx\ty\nx\n", ["x"], ["b"], PairWeighting.Distinct));
        Assert.Equal(
            "no usable pair (4 lines read, 1 without a pair, 1 pairs of several words, 1 with unknown source word, "
            + "1 with unknown target word, 0 with both unknown, 0 repeated)",
            error.Found);
        Assert.EndsWith("dictionary.txt", error.Place, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void Select_ReversedColumns_HintsAtIt()
    {
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(
            () => Select("Haus\thouse\nBaum\ttree\n", ["house", "tree"], ["Haus", "Baum"], PairWeighting.Distinct));
        Assert.Contains("The columns look reversed: the other way round 2 pairs would be usable instead of 0.", error.Hint, StringComparison.Ordinal);

        TrainingPairs mostly = Select(
            "Haus\thouse\nBaum\ttree\nradio\tradio\nHund\tdog\n",
            ["house", "tree", "radio", "dog"], ["Haus", "Baum", "radio", "Hund"], PairWeighting.Distinct);
        Assert.Contains("look reversed", Assert.Single(mostly.Warnings), StringComparison.Ordinal);
    }

    /// <summary>Word i (from 1) of a side has the vector (i, 10).</summary>
    private TrainingPairs Select(string dictionary, string[] sourceWords, string[] targetWords, PairWeighting weighting)
    {
        string path = Path.Combine(_directory.Path, "dictionary.txt");
        File.WriteAllText(path, dictionary);
        using WordVectors source = Vectors("source.vec", sourceWords);
        using WordVectors target = Vectors("target.vec", targetWords);
        return TrainingPairs.Select(BilingualDictionary.Read(path), source, target, weighting);
    }

    private WordVectors Vectors(string name, string[] words)
    {
        string path = Path.Combine(_directory.Path, name);
        File.WriteAllText(path, $"{words.Length} 2\n" + string.Concat(words.Select((word, i) => $"{word} {i + 1} 10\n")));
        return WordVectors.Open(path);
    }
}
