using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace Calque.Tests.Reference;

/// <summary>
/// WECHSEL (Minixhofer, Paischer and Rekabsaz 2022, section 3) written down once more, plainly and in float64: subword vectors,
/// Procrustes, all cosines, softmax over the k nearest, weighted mean of rows. It shares no code with the library.
/// </summary>
/// <remarks>
/// The pool is every source token with a vector but the special ones. A surface has one vector, so the tokens of one surface are
/// exact ties: similarities are computed for distinct surfaces.
/// </remarks>
internal sealed class WechselReference
{
    /// <summary>Two similarities that differ by less are one: far below any gap that matters, far above float64's rounding.</summary>
    public const double TieWidth = 1e-9;

    /// <summary>Beyond this a neighbour taken in place of another is an error, not a rounding of float32 vectors.</summary>
    public const double NearWidth = 1e-5;

    private readonly double _temperature;

    private WechselReference(ReferenceTarget[] targets, double temperature)
    {
        Targets = targets;
        _temperature = temperature;
    }

    /// <summary>The answers, one for each target token.</summary>
    public IReadOnlyList<ReferenceTarget> Targets { get; }

    /// <summary>n-gram mode: the vector of a token is fastText's vector of its surface.</summary>
    public static WechselReference ComputeNgrams(
        IReadOnlyList<ReferenceToken> source, IReadOnlyList<ReferenceToken> target, ReferenceFastText sourceVectors, ReferenceFastText targetVectors,
        IEnumerable<KeyValuePair<string, string>> dictionary, int neighbors = 10, double temperature = 0.1)
    {
        Matrix<double> map = ReferenceProcrustes.Fit(sourceVectors, targetVectors, dictionary);
        return Compute(
            source, [.. source.Select(token => Vector(token, sourceVectors))], target, [.. target.Select(token => Vector(token, targetVectors))],
            map, neighbors, temperature);

        static double[]? Vector(ReferenceToken token, ReferenceFastText vectors) =>
            string.IsNullOrEmpty(token.Surface) ? null : vectors.GetVector(token.Surface);
    }

    /// <summary>Frequency mode: the vector of a token is the mean of the words whose tokens it is among, weighted by their counts.</summary>
    /// <param name="source">Source tokens.</param>
    /// <param name="target">Target tokens.</param>
    /// <param name="sourceVectors">Source words.</param>
    /// <param name="targetVectors">Target words.</param>
    /// <param name="encodeSource">Token ids of a text, without special tokens.</param>
    /// <param name="encodeTarget">The same for the target tokenizer.</param>
    /// <param name="dictionary">Pairs of words.</param>
    /// <param name="neighbors">k.</param>
    /// <param name="temperature">τ.</param>
    public static WechselReference ComputeFrequency(
        IReadOnlyList<ReferenceToken> source, IReadOnlyList<ReferenceToken> target, ReferenceFastText sourceVectors, ReferenceFastText targetVectors,
        Func<string, IEnumerable<int>> encodeSource, Func<string, IEnumerable<int>> encodeTarget,
        IEnumerable<KeyValuePair<string, string>> dictionary, int neighbors = 10, double temperature = 0.1)
    {
        Matrix<double> map = ReferenceProcrustes.Fit(sourceVectors, targetVectors, dictionary);
        return Compute(
            source, FrequencyVectors(source.Count, sourceVectors, encodeSource), target, FrequencyVectors(target.Count, targetVectors, encodeTarget),
            map, neighbors, temperature);
    }

    /// <summary>Everything after the vectors. A null vector is no information.</summary>
    public static WechselReference Compute(
        IReadOnlyList<ReferenceToken> source, double[]?[] sourceVectors, IReadOnlyList<ReferenceToken> target, double[]?[] targetVectors,
        Matrix<double> map, int neighbors, double temperature)
    {
        Group[] groups = GroupSources(source, sourceVectors, map);
        ReferenceTarget[] targets = new ReferenceTarget[target.Count];
        Parallel.For(0, target.Count, () => new double[groups.Length], (x, _, similarities) =>
        {
            if (target[x].IsSpecial)
                targets[x] = new ReferenceTarget(ReferenceRule.Special, [], [], []);
            else if (targetVectors[x] is not double[] vector || groups.Length == 0)
                targets[x] = new ReferenceTarget(ReferenceRule.None, [], [], []);
            else
                targets[x] = Search(target[x], Normalize(vector), source, groups, similarities, neighbors);
            return similarities;
        }, _ => { });
        return new WechselReference(targets, temperature);
    }

    /// <summary>The row that follows from given sources, Σ softmax(s/τ) e, in float64.</summary>
    /// <param name="chosen">Sources with their similarities.</param>
    /// <param name="sourceRows">[source tokens × <paramref name="width"/>], row-major.</param>
    /// <param name="width">Values in a row.</param>
    public double[] Combine(IReadOnlyList<ReferenceNeighbor> chosen, float[] sourceRows, int width)
    {
        double largest = chosen.Max(neighbor => neighbor.Similarity);
        double[] weights = [.. chosen.Select(neighbor => Math.Exp((neighbor.Similarity - largest) / _temperature))];
        double total = weights.Sum();
        double[] row = new double[width];
        for (int i = 0; i < weights.Length; i++)
        {
            for (int j = 0; j < width; j++)
                row[j] += weights[i] / total * sourceRows[(long)chosen[i].Token * width + j];
        }

        return row;
    }

    private static double[]?[] FrequencyVectors(int tokens, ReferenceFastText vectors, Func<string, IEnumerable<int>> encode)
    {
        double[]?[] sums = new double[tokens][];
        double[] totals = new double[tokens];
        for (int word = 0; word < vectors.Words.Count; word++)
        {
            // fastText's line end is no word; its count would swamp the pieces of its name.
            if (vectors.Words[word] == "</s>" || vectors.GetVector(vectors.Words[word]) is not double[] vector)
                continue;
            foreach (string text in (string[])[vectors.Words[word], " " + vectors.Words[word]])
            {
                foreach (int token in encode(text).Distinct())
                {
                    double frequency = vectors.Frequencies[word];
                    totals[token] += frequency;
                    double[] sum = sums[token] ??= new double[vectors.Dimension];
                    for (int j = 0; j < sum.Length; j++)
                        sum[j] += frequency * vector[j];
                }
            }
        }

        for (int token = 0; token < tokens; token++)
        {
            for (int j = 0; sums[token] is double[] sum && j < sum.Length; j++)
                sum[j] /= totals[token];
        }

        return sums;
    }

    // Tokens with bit-equal vectors are one group: the tokens of one surface, and in frequency mode those of the same words.
    private static Group[] GroupSources(IReadOnlyList<ReferenceToken> source, double[]?[] vectors, Matrix<double> map)
    {
        Dictionary<string, Group> groups = new(StringComparer.Ordinal);
        for (int y = 0; y < source.Count; y++)
        {
            if (source[y].IsSpecial || vectors[y] is not double[] vector || vector.All(value => value == 0))
                continue;
            string key = Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()));
            if (!groups.TryGetValue(key, out Group? group))
                groups.Add(key, group = new Group([], Normalize(map.LeftMultiply(Vector<double>.Build.DenseOfArray(vector)).ToArray())));
            group.Tokens.Add(y);
        }

        return [.. groups.Values.OrderBy(group => group.Tokens[0])];
    }

    private static ReferenceTarget Search(
        ReferenceToken target, double[] vector, IReadOnlyList<ReferenceToken> source, Group[] groups, double[] similarities, int neighbors)
    {
        PriorityQueue<int, double> nearest = new();
        for (int g = 0; g < groups.Length; g++)
        {
            similarities[g] = Dot(vector, groups[g].Vector);
            if (nearest.Count < neighbors)
                nearest.Enqueue(g, similarities[g]);
            else
                nearest.EnqueueDequeue(g, similarities[g]);
        }

        // The k nearest groups hold the k nearest tokens; the last one taken says where the edge is.
        double last = double.NegativeInfinity;
        int taken = 0;
        foreach (int g in nearest.UnorderedItems.Select(item => item.Element).OrderByDescending(g => similarities[g]))
        {
            last = similarities[g];
            taken += groups[g].Tokens.Count;
            if (taken >= neighbors)
                break;
        }

        List<ReferenceNeighbor> candidates = [];
        for (int g = 0; g < groups.Length; g++)
        {
            if (similarities[g] >= last - NearWidth)
                candidates.AddRange(groups[g].Tokens.Select(token => new ReferenceNeighbor(token, similarities[g])));
        }

        ReferenceNeighbor[] chosen =
        [
            .. candidates
                .OrderByDescending(neighbor => neighbor.Similarity)
                .ThenByDescending(neighbor => source[neighbor.Token].BeginsWord == target.BeginsWord)
                .ThenBy(neighbor => neighbor.Token)
                .Take(neighbors),
        ];
        return new ReferenceTarget(
            ReferenceRule.Weighted, chosen, [.. candidates.Where(neighbor => Math.Abs(neighbor.Similarity - last) <= TieWidth)], candidates);
    }

    private static double[] Normalize(double[] vector)
    {
        double norm = Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }

    private static double Dot(double[] x, double[] y)
    {
        System.Numerics.Vector<double> lanes = default;
        int width = System.Numerics.Vector<double>.Count, j = 0;
        for (; j + width <= x.Length; j += width)
            lanes += new System.Numerics.Vector<double>(x, j) * new System.Numerics.Vector<double>(y, j);
        double sum = System.Numerics.Vector.Sum(lanes);
        for (; j < x.Length; j++)
            sum += x[j] * y[j];
        return sum;
    }

    private sealed record Group(List<int> Tokens, double[] Vector);
}
