using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;
using Calque.Retrieval;
using Calque.Tests.Numerics.Reference;
using Xunit;

namespace Calque.Tests.Retrieval;

public sealed class TranslationRetrievalTests
{
    /// <summary>Three words a side whose cosines are known: the table of the methods' papers, worked by hand.</summary>
    private static readonly double[][] KnownCosines = [[.80, .70, .10], [.75, .72, .20], [.70, .10, .65]];

    [Theory]
    [InlineData(RetrievalMethod.NearestNeighbor, 0, 0, 0)]
    [InlineData(RetrievalMethod.Csls, 0, 1, 2)]
    [InlineData(RetrievalMethod.InvertedSoftmax, 0, 1, 2)]
    public void Translate_WorkedExample_GivesTheKnownAnswers(RetrievalMethod method, int first, int second, int third)
    {
        // Rows of the identity ask; the answering side holds the cosines as coordinates and fills up to unit length on axes of its own.
        float[] source = new float[3 * 6];
        float[] target = new float[3 * 6];
        for (int i = 0; i < 3; i++)
        {
            source[(i * 6) + i] = 1;
            double square = 0;
            for (int j = 0; j < 3; j++)
            {
                target[(i * 6) + j] = (float)KnownCosines[j][i];
                square += KnownCosines[j][i] * KnownCosines[j][i];
            }

            target[(i * 6) + 3 + i] = (float)Math.Sqrt(Math.Max(0, 1 - square));
        }

        // No unit vectors have those cosines with orthogonal queries: halving them all keeps the order that the methods give.
        RetrievalOptions options = new() { Method = method, Neighborhood = 2, Threads = 2 };
        double[] halved = [.. target.Select((value, place) => (double)(place % 6 < 3 ? value / 2 : 0))];
        for (int i = 0; i < 3; i++)
        {
            double square = Enumerable.Range(0, 3).Sum(j => halved[(i * 6) + j] * halved[(i * 6) + j]);
            halved[(i * 6) + 3 + i] = Math.Sqrt(1 - square);
        }

        RetrievalTable table = TranslationRetrieval.Retrieve(source, 3, [.. halved.Select(value => (float)value)], 3, 6, [0, 1, 2], 1, options);

        Assert.Equal([first, second, third], Enumerable.Range(0, 3).Select(i => table.Index(i, 0)));
        if (method == RetrievalMethod.Csls)
        {
            Assert.Equal(.075 / 2, table.Score(0, 0), 6);
        }
    }

    [Theory]
    [InlineData(RetrievalMethod.NearestNeighbor, 7, 5, 3, 4)]
    [InlineData(RetrievalMethod.Csls, 90, 70, 12, 5)]
    [InlineData(RetrievalMethod.Csls, 400, 301, 33, 10)]
    [InlineData(RetrievalMethod.Csls, 12, 6, 5, 10)]
    [InlineData(RetrievalMethod.InvertedSoftmax, 300, 270, 20, 7)]
    [InlineData(RetrievalMethod.InvertedSoftmax, 1, 3, 2, 2)]
    public void TranslateBoth_RandomRows_IsTheDefinition(RetrievalMethod method, int sourceCount, int targetCount, int dimension, int k)
    {
        float[] source = Rows("source", sourceCount, dimension);
        float[] target = Rows("target", targetCount, dimension);
        RetrievalOptions options = new() { Method = method, Threads = 2 };

        TranslationRetrieval retrieval = TranslationRetrieval.Prepare(source, sourceCount, target, targetCount, dimension, options);
        MutualRetrieval both = retrieval.TranslateBoth(k);

        double[,] forward = Definition(method, source, sourceCount, target, targetCount, dimension);
        double[,] backward = Definition(method, target, targetCount, source, sourceCount, dimension);
        AssertTable(forward, both.OfSource, Enumerable.Range(0, sourceCount));
        AssertTable(backward, both.OfTarget, Enumerable.Range(0, targetCount));
        int[] some = [sourceCount - 1, 0, sourceCount / 2, 0];
        AssertTable(forward, retrieval.Translate(some, k), some);
        int[] back = [targetCount / 2, targetCount - 1];
        AssertTable(backward, retrieval.TranslateBack(back, k), back);
    }

    [Fact]
    public void TranslateBoth_RepeatedAndNearlyRepeatedRows_KeepsTheOrderOfRows()
    {
        const int Dimension = 8, Count = 120;
        float[] source = Rows("source", Count, Dimension);
        float[] target = Rows("target", Count, Dimension);
        for (int i = 0; i < Count; i++)
        {
            // Four groups: within one all rows are equal, or apart by less than a float's last place of the length.
            target.AsSpan(i % 4 * Dimension, Dimension).CopyTo(target.AsSpan(i * Dimension));
            if (i % 8 >= 4)
            {
                target[(i * Dimension) + (i % Dimension)] *= 1 + (i * 1e-7f);
            }
        }

        TranslationRetrieval retrieval = TranslationRetrieval.Prepare(source, Count, target, Count, Dimension, new RetrievalOptions { Threads = 2 });

        MutualRetrieval both = retrieval.TranslateBoth(3);

        AssertTable(Definition(RetrievalMethod.Csls, source, Count, target, Count, Dimension), both.OfSource, Enumerable.Range(0, Count), exactly: true);
        AssertTable(Definition(RetrievalMethod.Csls, target, Count, source, Count, Dimension), both.OfTarget, Enumerable.Range(0, Count), exactly: true);
    }

    [Fact]
    public void TranslateBoth_AnyNumberOfThreads_GivesTheSameBits()
    {
        float[] source = Rows("source", 500, 20);
        float[] target = Rows("target", 600, 20);
        foreach (RetrievalMethod method in Enum.GetValues<RetrievalMethod>())
        {
            MutualRetrieval one = Both(1), three = Both(3);
            for (int i = 0; i < 500; i++)
            {
                Assert.Equal(one.OfSource.Indices(i).ToArray(), three.OfSource.Indices(i).ToArray());
                Assert.Equal(one.OfSource.Scores(i).ToArray(), three.OfSource.Scores(i).ToArray());
            }

            MutualRetrieval Both(int threads) =>
                TranslationRetrieval.Prepare(source, 500, target, 600, 20, new RetrievalOptions { Method = method, Threads = threads }).TranslateBoth(4);
        }
    }

    [Fact]
    public void Prepare_ZeroRow_SaysWhich()
    {
        float[] source = Rows("source", 3, 4);
        float[] target = Rows("target", 3, 4);
        target.AsSpan(4, 4).Clear();

        foreach (RetrievalMethod method in Enum.GetValues<RetrievalMethod>())
        {
            InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(
                () => TranslationRetrieval.Retrieve(source, 3, target, 3, 4, [0], 1, new RetrievalOptions { Method = method }));
            Assert.Contains("row 1", error.Place, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 30, 1)]
    [InlineData(10, 0, 1)]
    [InlineData(10, double.NaN, 1)]
    [InlineData(10, 30, 0)]
    public void Validate_ValueOutOfRange_Refuses(int neighborhood, double beta, int threads) =>
        Assert.Throws<InvalidOptionException>(
            () => new RetrievalOptions { Neighborhood = neighborhood, InverseTemperature = beta, Threads = threads }.Validate());

    /// <summary>The scores of all pairs, in double, from the papers' formulas.</summary>
    private static double[,] Definition(RetrievalMethod method, float[] x, int xCount, float[] y, int yCount, int dimension)
    {
        double[,] cosines = new double[xCount, yCount];
        for (int i = 0; i < xCount; i++)
        {
            for (int j = 0; j < yCount; j++)
            {
                cosines[i, j] = BruteForceNeighbors.Cosine(x.AsSpan(i * dimension, dimension), y.AsSpan(j * dimension, dimension));
            }
        }

        double[,] scores = new double[xCount, yCount];
        for (int i = 0; i < xCount; i++)
        {
            for (int j = 0; j < yCount; j++)
            {
                scores[i, j] = method switch
                {
                    RetrievalMethod.NearestNeighbor => cosines[i, j],
                    RetrievalMethod.Csls => (2 * cosines[i, j]) - Mean(Row(i)) - Mean(Column(j)),
                    _ => Math.Log(Math.Exp(30 * cosines[i, j]) / Column(j).Sum(c => Math.Exp(30 * c))),
                };
            }
        }

        return scores;

        IEnumerable<double> Row(int i) => Enumerable.Range(0, yCount).Select(j => cosines[i, j]);

        IEnumerable<double> Column(int j) => Enumerable.Range(0, xCount).Select(i => cosines[i, j]);

        static double Mean(IEnumerable<double> all) => all.OrderDescending().Take(10).Average();
    }

    private static void AssertTable(double[,] scores, RetrievalTable table, IEnumerable<int> queries, bool exactly = false)
    {
        int answer = 0;
        foreach (int query in queries)
        {
            int[] order = [.. Enumerable.Range(0, scores.GetLength(1)).OrderByDescending(j => scores[query, j]).Take(table.K)];
            for (int rank = 0; rank < table.K; rank++)
            {
                // The plain sums round otherwise than the library's: the score is held to 1e-12, and the row to the score.
                Assert.Equal(scores[query, order[rank]], table.Score(answer, rank), 1e-12);
                Assert.Equal(scores[query, table.Index(answer, rank)], table.Score(answer, rank), 1e-12);
                if (exactly && rank > 0 && table.Score(answer, rank) == table.Score(answer, rank - 1))
                {
                    Assert.True(table.Index(answer, rank) > table.Index(answer, rank - 1));
                }
            }

            Assert.Equal(table.K, table.Indices(answer).ToArray().Distinct().Count());
            answer++;
        }

        Assert.Equal(answer, table.Count);
    }

    private static float[] Rows(string name, int count, int dimension)
    {
        double[] values = new double[count * dimension];
        new KeyedRandom(5, name, 0).FillNormal(values);
        return [.. values.Select(value => (float)(value + 0.3))];
    }
}
