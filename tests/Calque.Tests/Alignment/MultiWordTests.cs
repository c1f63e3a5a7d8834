using System;
using System.Collections.Generic;
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

/// <summary>Entries of several words, whose vectors are composed of their words'.</summary>
public sealed class MultiWordTests
{
    private const int Words = 160;
    private const int Dimension = 5;

    [Fact]
    public void Compose_EntriesOfKnownWords_StandBehindTheWords()
    {
        VocabularyVectors plain = new AlignedFixture(Words, Dimension).Source;

        VocabularyVectors composed = plain.Compose(["s1 s2", "s3", "s1 unheard", "s1 s2", "s104\u00A0s4 s104  s105", "", " "]);

        Assert.Equal((Words, Words + 2), (composed.Count, composed.RowCount));
        Assert.Equal(["s1 s2", "s104\u00A0s4 s104  s105"], composed.Composed.Select(entry => entry.Text));
        Assert.Equal([1, 2], composed.WordsOf(Words)); // two function words: there are no others
        Assert.Equal([104, 104, 105], composed.WordsOf(Words + 1));
        Assert.Equal(Words, composed.IndexOf("s1 s2"));
        Assert.Equal("s1 s2", composed.TextOf(Words));
        Assert.Equal(-1, plain.IndexOf("s1 s2"));
        Assert.Same(plain.Rows, composed.Rows);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("unit")]
    [InlineData("unit-centre-unit")]
    [InlineData("iterative")]
    public void Normalized_ComposedEntry_IsTheMeanOfItsNormalizedWords(string name)
    {
        Assert.True(NormalizationNames.TryParse(name, out VectorNormalization normalization));
        VocabularyVectors plain = new AlignedFixture(Words, Dimension).Source;

        NormalizedSpace words = NormalizedSpace.Make(plain, normalization);
        NormalizedSpace space = NormalizedSpace.Make(plain.Compose(["s117 s118 s7 s118"]), normalization);

        Assert.Equal(Words, space.Count);
        Assert.Equal(words.Rows, space.Rows.AsSpan(0, Words * Dimension).ToArray());
        double[] mean = [.. Enumerable.Range(0, Dimension).Select(i => (words.Rows[(117 * Dimension) + i] + (2.0 * words.Rows[(118 * Dimension) + i])) / 3)];
        double length = normalization == VectorNormalization.Raw ? 1 : Math.Sqrt(mean.Sum(value => value * value));
        float[] row = space.Gather([Words]);
        for (int i = 0; i < Dimension; i++)
            Assert.Equal(mean[i] / length, row[i], 1e-6);
    }

    [Fact]
    public void Normalized_WordsThatCancelOut_AreZeroNotNaN()
    {
        VocabularyVectors words = VocabularyVectors.FromRows(["a", "b"], [1, 0, -1, 0], 2);

        float[] row = NormalizedSpace.Make(words.Compose(["a b"]), VectorNormalization.Unit).Gather([2]);

        Assert.Equal([0f, 0f], row);
    }

    /// <summary>A rotation of a sum is the sum of the rotations: entries of two words alone give the hidden rotation exactly.</summary>
    [Theory]
    [InlineData("procrustes", "raw")]
    [InlineData("procrustes", "unit")]
    [InlineData("least-squares", "raw")]
    public void Fit_OnEntriesOfTwoWordsAlone_FindsTheHiddenRotation(string method, string normalization)
    {
        AlignedFixture fixture = new(Words, Dimension);
        Assert.True(NormalizationNames.TryParse(normalization, out VectorNormalization known));
        VocabularyVectors source = fixture.Source.Compose(Enumerable.Range(0, 30).Select(i => $"s{i} s{i + 30}"));
        VocabularyVectors target = fixture.Target.Compose(Enumerable.Range(0, 30).Select(i => $"t{i} t{i + 30}"));
        SeedPairs pairs = new([.. Enumerable.Range(Words, 30)], [.. Enumerable.Range(Words, 30)]);

        AlignmentFit fit = AlignSpaces.Fit(source, target, pairs, new AlignmentOptions { Method = method, Normalization = known });

        Assert.True(AlignedFixture.LargestDifference(fixture.Rotation, fit.Alignment.Source.Matrix) < 1e-5);
    }

    [Theory]
    [InlineData("rcsls")]
    [InlineData("whitening")]
    [InlineData("self-learning")]
    [InlineData("auto")]
    public void Fit_EveryMethod_TakesComposedPairs(string method)
    {
        AlignedFixture fixture = new(60, Dimension, 0.1);
        VocabularyVectors source = fixture.Source.Compose(["s40 s41", "s42 s43"]);
        VocabularyVectors target = fixture.Target.Compose(["t40 t41"]);
        SeedPairs pairs = new([.. Enumerable.Range(0, 40), 60, 61], [.. Enumerable.Range(0, 40), 60, 42], [.. Enumerable.Repeat(1.0, 40), 0.3, 0.3]);

        AlignmentFit fit = AlignSpaces.Fit(source, target, pairs, new AlignmentOptions { Method = method });

        Assert.Equal(60 * fit.Alignment.Dimension, fit.Alignment.ApplySource(source.Rows, 1).Length);
    }

    [Fact]
    public void Deal_ComposedPairs_AreNeverAskedForAndGiveNothingAway()
    {
        AlignedFixture fixture = new(Words, Dimension);
        VocabularyVectors source = fixture.Source.Compose(["s1 s50", "s51 s52"]);
        VocabularyVectors target = fixture.Target.Compose(["t5 t6"]);
        int both = Words, free = Words + 1;
        SeedPairs pairs = new([0, 1, 2, 3, both, free, 3], [0, 1, 2, 3, 4, 5, Words]);

        IReadOnlyList<HeldOutPart> parts = HeldOutPart.Deal(pairs, 4, 1, source, target);

        Assert.Equal([0, 1, 2, 3], parts.SelectMany(part => part.Words).Order());
        foreach (HeldOutPart part in parts)
        {
            Assert.All(part.Gold, gold => Assert.All(gold, row => Assert.True(row < Words)));
            Assert.Equal(!part.Words.Contains(1), part.Training.Source.Contains(both));
            Assert.Contains(free, part.Training.Source);
            Assert.Equal(!part.Words.Contains(3), part.Training.Target.Contains(Words));
        }
    }

    [Fact]
    public async Task Align_Compose_UsesWhatIsSkippedOtherwise()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        File.AppendAllLines(options.Dictionary!, ["s80 s81\tt80 t81", "s82 s83\tt82", "s84 unheard\tt84", "s85\tt85 t86"]);

        AlignmentManifest skip = (await AlignVectors.RunAsync(options)).Manifest;
        AlignVectorsResult compose = await AlignVectors.RunAsync(options with { Output = directory["composed"], MultiWord = MultiWordEntries.Compose });

        Assert.Equal((AlignmentCase.TrainingPairs, 4, 0), (skip.Dictionary!.Used, skip.Dictionary.Uncovered, skip.Dictionary.Composed));
        DictionaryFigures used = compose.Manifest.Dictionary!;
        Assert.Equal((AlignmentCase.TrainingPairs + 3, 1, 3), (used.Used, used.Uncovered, used.Composed));
        Assert.Equal(("skip", "compose"), (skip.Options["multi-word"], compose.Manifest.Options["multi-word"]));
        Assert.Contains("3 of them composed", File.ReadAllText(Path.Combine(compose.Output, "report.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_Compose_GivesTheMeanOfTheRawVectors()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["s.vec"], "3 2\nbig 1 2\nhouse 3 6\nthe 5 5\n");
        File.WriteAllText(directory["t.vec"], "2 2\njumba 1 1\nla 4 0\n");
        File.WriteAllText(directory["d.txt"], "big house\tjumba\nhouse\tjumba la\nbig unheard\tjumba\nthe\tla\n");
        using WordVectors source = WordVectors.Open(directory["s.vec"]), target = WordVectors.Open(directory["t.vec"]);
        BilingualDictionary dictionary = BilingualDictionary.Read(directory["d.txt"]);

        TrainingPairs skip = TrainingPairs.Select(dictionary, source, target, PairWeighting.Distinct);
        TrainingPairs compose = TrainingPairs.Select(dictionary, source, target, PairWeighting.Distinct, MultiWordEntries.Compose);

        Assert.Null(skip.Weights);
        Assert.Equal([0.3, 0.3, 1], compose.Weights!); // there are composed pairs
        Assert.Equal((1, 3), (skip.Count, skip.Counts.MultiWord));
        Assert.Equal((3, 1), (compose.Count, compose.Counts.MultiWord));
        Assert.Equal([2f, 4f, 3f, 6f, 5f, 5f], compose.SourceRows);
        Assert.Equal([1f, 1f, 2.5f, 0.5f, 4f, 0f], compose.TargetRows);
        Assert.Equal([["big", "house"], ["house"], null], compose.Composed);
        Assert.All(skip.Composed, Assert.Null);
    }
}
