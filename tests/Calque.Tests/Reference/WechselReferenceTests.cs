using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Calque.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Calque.Tests.Reference;

public sealed class WechselReferenceTests
{
    // Two source surfaces at right angles, one of them with two tokens, and a special token in front of the same direction.
    private static readonly ReferenceToken[] Source =
        [new("[CLS]", true, true), new("a", true, false), new("b", true, false), new("a", false, false), new(null, true, false)];

    private static readonly double[]?[] SourceVectors = [[3, 4], [1, 0], [0, 2], [1, 0], null];

    // Rows of two values, of sizes that tell the tokens apart.
    private static readonly float[] Rows = [9, 9, 1, 0, 0, 1, 5, 0, 7, 7];

    [Fact]
    public void Compute_TwoNeighbors_GivesTheRowWorkedOutByHand()
    {
        // (3, 4) has the cosines 0.6 with a and 0.8 with b. With τ = 0.5 the weights are 1/(1+e^-0.4) = 0.598688 for b and
        // 0.401312 for a; the row is 0.401312 (1, 0) + 0.598688 (0, 1).
        WechselReference reference = Compute([new("x", true, false)], [[3, 4]], neighbors: 2, temperature: 0.5);

        ReferenceTarget target = Assert.Single(reference.Targets);
        Assert.Equal([2, 1], target.Chosen.Select(neighbor => neighbor.Token));
        Assert.Equal([0.8, 0.6], target.Chosen.Select(neighbor => Math.Round(neighbor.Similarity, 12)));
        Assert.Equal([1, 3], target.Tied.Select(neighbor => neighbor.Token));
        double[] row = reference.Combine(target.Chosen, Rows, 2);
        Assert.Equal(0.401312, row[0], 1e-6);
        Assert.Equal(0.598688, row[1], 1e-6);
    }

    [Fact]
    public void Compute_TokenThatContinuesAWord_TakesTheTiedSourceThatDoesToo()
    {
        WechselReference reference = Compute([new("x", false, false)], [[3, 4]], neighbors: 2, temperature: 0.5);

        Assert.Equal([2, 3], reference.Targets[0].Chosen.Select(neighbor => neighbor.Token));
    }

    [Fact]
    public void Compute_MoreNeighborsThanThePool_TakesThePoolWithoutSpecialOnes()
    {
        WechselReference reference = Compute([new("x", true, false)], [[3, 4]], neighbors: 10, temperature: 0.1);

        Assert.Equal([2, 1, 3], reference.Targets[0].Chosen.Select(neighbor => neighbor.Token));
    }

    [Fact]
    public void Compute_SpecialAndEmptyTokens_AreTold()
    {
        WechselReference reference = Compute([new("<s>", true, true), new("", true, false)], [[3, 4], null], neighbors: 2, temperature: 0.1);

        Assert.Equal([ReferenceRule.Special, ReferenceRule.None], reference.Targets.Select(target => target.Rule));
    }

    [Fact]
    public void Compute_WithAMap_TurnsTheSource()
    {
        // A quarter turn: (1, 0) becomes (0, 1), (0, 2) becomes (-2, 0).
        Matrix<double> map = Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 1 }, { -1, 0 } });

        WechselReference reference = WechselReference.Compute(Source, SourceVectors, [new("x", true, false)], [[0, 5]], map, 1, 0.1);

        Assert.Equal([1], reference.Targets[0].Chosen.Select(neighbor => neighbor.Token));
        Assert.Equal(1, reference.Targets[0].Chosen[0].Similarity, 12);
    }

    [Fact]
    public void Fit_RotatedRows_FindsTheRotation()
    {
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2 }, { -3, 1 }, { 0.5, 0.25 } });
        Matrix<double> turn = Matrix<double>.Build.DenseOfArray(new double[,] { { 0.6, 0.8 }, { -0.8, 0.6 } });

        Assert.True((ReferenceProcrustes.Fit(a, a * turn) - turn).L2Norm() < 1e-12);
    }

    [Fact]
    public void Compare_AnotherChoiceAmongTies_Agrees()
    {
        WechselReference reference = Compute([new("x", true, false)], [[3, 4]], neighbors: 2, temperature: 0.5);
        float[] other = [5 * 0.401312f, 0.598688f];

        ParityReport known = RowComparison.Compare(reference, Rows, other, 2, _ => [2, 3]);
        ParityReport unknown = RowComparison.Compare(reference, Rows, other, 2);

        Assert.Equal((1, 0, 1), (known.Compared, known.Same, known.OtherTie));
        Assert.Equal(0, unknown.Share);
    }

    [Theory]
    [InlineData(0.401312f, 0.5987f)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(float.NaN, 0.598688f)]
    [InlineData(0f, 0f)]
    public void Compare_AWrongRow_IsFound(float first, float second)
    {
        WechselReference reference = Compute([new("x", true, false), new("<s>", true, true)], [[3, 4], null], neighbors: 2, temperature: 0.5);

        ParityReport report = RowComparison.Compare(reference, Rows, [first, second, 0, 0], 2, _ => [1, 2]);

        Assert.Equal(0, Assert.Single(report.Differences).Token);
        Assert.Equal((1, 1), (report.Compared, report.Special));
    }

    [Theory]
    [InlineData(new[] { 1, 3 })] // leaves out the nearest
    [InlineData(new[] { 2, 2 })] // takes one twice
    [InlineData(new[] { 2, 0 })] // takes a special token
    [InlineData(new[] { 2 })]    // takes too few
    public void Compare_AChoiceThatIsNoTie_IsFoundEvenWhereItsRowIsRight(int[] chosen)
    {
        WechselReference reference = Compute([new("x", true, false)], [[3, 4]], neighbors: 2, temperature: 0.5);
        float[] other = [5 * 0.401312f, 0.598688f];

        Assert.Single(RowComparison.Compare(reference, Rows, other, 2, _ => chosen).Differences);
    }

    [Fact]
    public void GetVector_Subwords_AreTheMeanWorkedOutByHand()
    {
        using TemporaryDirectory directory = new();
        ReferenceFastText vectors = ReferenceFastText.Read(WriteFastText(directory["v.bin"]));

        // minn = maxn = 3 and one bucket: every n-gram has the bucket's row (0, 12). "ab" is a word with row (3, 0) and the
        // n-grams <ab and ab>; "abc" is none and has <ab, abc, bc>; "</s>" has its own row only; "é" is one character, <é>.
        Assert.Equal([1, 8], vectors.GetVector("ab") ?? []);
        Assert.Equal([0, 12], vectors.GetVector("abc") ?? []);
        Assert.Equal([7, 7], vectors.GetVector("</s>") ?? []);
        Assert.Equal([0, 12], vectors.GetVector("é") ?? []);
        Assert.Null(vectors.GetVector(""));
    }

    [Fact]
    public void ComputeFrequency_TwoWords_WeighsTheirVectorsByCount()
    {
        using TemporaryDirectory directory = new();
        ReferenceFastText vectors = ReferenceFastText.Read(WriteFastText(directory["v.bin"]));

        // Token 0 is in both words (ab: count 3, vector (1, 8); c: count 1, vector (6, 6)), token 1 in c alone and only behind a space.
        ReferenceToken[] tokens = [new("a", true, false), new("c", true, false), new("z", true, false)];
        WechselReference reference = WechselReference.ComputeFrequency(
            tokens, tokens, vectors, vectors, text => text == " c" ? [0, 1, 1] : [0], text => text == " c" ? [0, 1, 1] : [0],
            [new("ab", "ab"), new("c", "c")], 2, 0.1);

        Assert.Equal([ReferenceRule.Weighted, ReferenceRule.Weighted, ReferenceRule.None], reference.Targets.Select(target => target.Rule));
        // Each word counts twice for token 0: (2·3·(1, 8) + 2·1·(6, 6)) / 8 = (2.25, 7.5).
        double cosine = (2.25 * 6 + 7.5 * 6) / (Math.Sqrt(2.25 * 2.25 + 7.5 * 7.5) * Math.Sqrt(72));
        Assert.Equal([0, 1], reference.Targets[0].Chosen.Select(neighbor => neighbor.Token));
        Assert.Equal(cosine, reference.Targets[0].Chosen[1].Similarity, 12);
    }

    private static WechselReference Compute(ReferenceToken[] target, double[]?[] vectors, int neighbors, double temperature) =>
        WechselReference.Compute(Source, SourceVectors, target, vectors, Matrix<double>.Build.DenseIdentity(2), neighbors, temperature);

    // The words </s> (count 9), ab (3) and c (1), one bucket.
    private static string WriteFastText(string path)
    {
        using BinaryWriter writer = new(File.Create(path));
        foreach (int value in (int[])[793712314, 12, 2, 5, 1, 1, 5, 1, 2, 2, 1, 3, 3, 100])
            writer.Write(value);
        writer.Write(1e-4);
        foreach (int value in (int[])[3, 3, 0])
            writer.Write(value);
        writer.Write(13L);
        writer.Write(-1L);
        foreach ((string word, long count) in (KeyValuePair<string, long>[])[new("</s>", 9), new("ab", 3), new("c", 1)])
        {
            writer.Write(Encoding.UTF8.GetBytes(word));
            writer.Write((byte)0);
            writer.Write(count);
            writer.Write((byte)0);
        }

        writer.Write(false);
        writer.Write(4L);
        writer.Write(2L);
        foreach (float value in (float[])[7, 7, 3, 0, 12, 0, 0, 12])
            writer.Write(value);
        return path;
    }
}
