using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Dictionaries;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Alignment;

/// <summary>A third column from 0 to 1, as a repair writes it, says how much a pair counts.</summary>
public sealed class DictionaryWeightTests
{
    [Theory]
    [InlineData("a\tb\n", false)]
    [InlineData("a\tb\t0.5\nc\td\n", true)]
    [InlineData("a\tb\t0\nc\td\t1\n", true)]
    [InlineData("a\tb\t0.5\nc\td\t7\n", false)]
    [InlineData("a\tb\t0.5\nc\td\t-0.1\n", false)]
    public void HasWeights_OnlyWhereAllNumbersAreShares(string text, bool expected)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["d.txt"], text);

        BilingualDictionary dictionary = BilingualDictionary.Read(directory["d.txt"]);

        Assert.Equal(expected, dictionary.HasWeights);
        Assert.Equal(1, dictionary.WeightOf(dictionary.Pairs[0] with { Quality = null }));
        Assert.Equal(expected ? dictionary.Pairs[0].Quality : 1, dictionary.WeightOf(dictionary.Pairs[0]));
    }

    [Fact]
    public void Select_Weights_AreThoseOfTheFirstLineOfEachPair()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["s.vec"], "3 2\na 1 2\nb 3 6\nc 5 5\n");
        File.WriteAllText(directory["d.txt"], "a\ta\t0.25\nb\tb\na\ta\t1\nc\tc\t0\n");
        using WordVectors vectors = WordVectors.Open(directory["s.vec"]);
        VocabularyVectors vocabulary = VocabularyVectors.Load(vectors);
        BilingualDictionary dictionary = BilingualDictionary.Read(directory["d.txt"]);

        SeedPairs seeds = SeedPairs.Select(dictionary, vocabulary, vocabulary);
        TrainingPairs pairs = TrainingPairs.Select(dictionary, vectors, vectors, PairWeighting.Distinct);
        TrainingPairs parity = TrainingPairs.Select(dictionary, vectors, vectors, PairWeighting.Wechsel);

        Assert.Equal([0.25, 1, 0], seeds.Weights!);
        Assert.Equal([0.25, 1, 0], pairs.Weights!);
        Assert.Equal([8, 4, 4], parity.Weights!); // the public tool knows of no third column
    }

    [Fact]
    public void Select_AllWeightsZero_IsRefusedWithTheNumber()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["s.vec"], "2 2\na 1 2\nb 3 6\n");
        File.WriteAllText(directory["d.txt"], "a\ta\t0\nb\tb\t0\n");
        using WordVectors vectors = WordVectors.Open(directory["s.vec"]);
        VocabularyVectors vocabulary = VocabularyVectors.Load(vectors);
        BilingualDictionary dictionary = BilingualDictionary.Read(directory["d.txt"]);

        Assert.Contains("2 usable pairs", Assert.Throws<InvalidDictionaryException>(() => SeedPairs.Select(dictionary, vocabulary, vocabulary)).Found, System.StringComparison.Ordinal);
        Assert.Contains("2 usable pairs", Assert.Throws<InvalidDictionaryException>(() => TrainingPairs.Select(dictionary, vectors, vectors, PairWeighting.Distinct)).Found, System.StringComparison.Ordinal);
    }

    /// <summary>Wrong lines at weight 0 do nothing: the alignment is the one without them.</summary>
    [Fact]
    public async Task Align_WrongLinesWithoutWeight_AreAsIfTheyWereNotThere()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Normalization = VectorNormalization.Unit };
        AlignVectorsResult clean = await AlignVectors.RunAsync(options);
        string[] wrong = [.. Enumerable.Range(0, 20).Select(i => $"s{i}\tt{i + 30}\t0")];
        File.AppendAllLines(options.Dictionary!, wrong);

        AlignVectorsResult weighted = await AlignVectors.RunAsync(options with { Output = directory["weighted"] });

        Assert.False(clean.Manifest.Dictionary!.Weighted);
        Assert.True(weighted.Manifest.Dictionary!.Weighted);
        double[] one = SpaceAlignmentFile.Load(options.Output).Source.Matrix!, other = SpaceAlignmentFile.Load(directory["weighted"]).Source.Matrix!;
        Assert.True(AlignedFixture.LargestDifference(one, other) < 1e-12);
        Assert.Contains("weighted by the third column", File.ReadAllText(Path.Combine(directory["weighted"], "report.txt")), System.StringComparison.Ordinal);
    }
}
