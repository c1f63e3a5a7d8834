using System;
using System.IO;
using System.Linq;
using Calque.Alignment;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;

namespace Calque.Tests.Support;

/// <summary>Two clouds of words of which the second is the first, turned by a hidden rotation and shuffled; or one of its own.</summary>
internal sealed class HiddenRotation
{
    private HiddenRotation(VocabularyVectors source, VocabularyVectors target, int[] translation)
    {
        Source = source;
        Target = target;
        Translation = translation;
    }

    public VocabularyVectors Source { get; }

    public VocabularyVectors Target { get; }

    /// <summary>The target word of each source word.</summary>
    public int[] Translation { get; }

    /// <summary>Words around centres drawn from the normal distribution; no centres: one isotropic cloud.</summary>
    public static HiddenRotation Draw(ulong seed, int words, int dimension, int clusters, double spread = 0.5) =>
        Make(seed, Cloud(seed, words, dimension, clusters, spread), words, dimension);

    /// <summary>Two clouds with clusters that have nothing to do with each other.</summary>
    public static HiddenRotation Unrelated(ulong seed, int words, int dimension, int clusters, double spread = 0.5)
    {
        VocabularyVectors target = Make(seed + 1_000_000, Cloud(seed + 1_000_000, words, dimension, clusters, spread), words, dimension).Target;
        return new HiddenRotation(Make(seed, Cloud(seed, words, dimension, clusters, spread), words, dimension).Source, target, []);
    }

    /// <summary>The share of source words whose nearest target word by cosine is their translation.</summary>
    public double PrecisionOf(SpaceAlignment alignment)
    {
        float[] mapped = alignment.ApplySource(Source.Rows, 1), pool = alignment.ApplyTarget(Target.Rows, 1);
        int d = alignment.Dimension, right = 0;
        for (int i = 0; i < Source.Count; i++)
        {
            int best = 0;
            double most = double.NegativeInfinity;
            for (int j = 0; j < Target.Count; j++)
            {
                double product = 0, length = 0;
                for (int k = 0; k < d; k++)
                {
                    product += (double)mapped[(i * d) + k] * pool[(j * d) + k];
                    length += (double)pool[(j * d) + k] * pool[(j * d) + k];
                }

                if (product / Math.Sqrt(length) > most)
                    (best, most) = (j, product / Math.Sqrt(length));
            }

            right += best == Translation[i] ? 1 : 0;
        }

        return (double)right / Source.Count;
    }

    /// <summary>Writes <c>a.vec</c> and <c>b.vec</c> into a folder.</summary>
    public void Write(string folder)
    {
        foreach ((string name, VocabularyVectors side) in new[] { ("a.vec", Source), ("b.vec", Target) })
            TinyVectors.Write(Path.Combine(folder, name), [.. side.Words.Select((word, i) => (word, side.Rows.AsSpan(i * side.Dimension, side.Dimension).ToArray()))]);
    }

    private static double[] Cloud(ulong seed, int words, int dimension, int clusters, double spread)
    {
        KeyedRandom random = new(seed, "test/cloud", 0);
        double[] centres = new double[clusters * dimension], rows = new double[words * dimension];
        random.FillNormal(centres);
        random.FillNormal(rows);
        for (int i = 0; i < words && clusters > 0; i++)
        {
            int cluster = random.NextInt(clusters);
            for (int k = 0; k < dimension; k++)
                rows[(i * dimension) + k] = centres[(cluster * dimension) + k] + (spread * rows[(i * dimension) + k]);
        }

        return rows;
    }

    private static HiddenRotation Make(ulong seed, double[] rows, int words, int dimension)
    {
        KeyedRandom random = new(seed, "test/rotation", 0);
        double[] normal = new double[dimension * dimension];
        random.FillNormal(normal);
        double[] rotation = SingularValueDecomposition.Compute(normal, dimension, dimension).U;
        int[] order = [.. Enumerable.Range(0, words)];
        random.Shuffle(order.AsSpan());
        double[] turned = MatrixProducts.Multiply(rows, rotation, words, dimension, dimension);
        float[] target = new float[turned.Length];
        for (int i = 0; i < words; i++)
        {
            for (int k = 0; k < dimension; k++)
                target[(order[i] * dimension) + k] = (float)turned[(i * dimension) + k];
        }

        return new HiddenRotation(Vocabulary("a", Array.ConvertAll(rows, value => (float)value), dimension), Vocabulary("b", target, dimension), order);
    }

    private static VocabularyVectors Vocabulary(string letter, float[] rows, int dimension) =>
        VocabularyVectors.FromRows([.. Enumerable.Range(0, rows.Length / dimension).Select(i => $"{letter}{i}")], rows, dimension);
}
