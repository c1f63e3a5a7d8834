using System;
using System.Linq;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>
/// How a word stands among the words of its own language: its cosines to the most frequent ones in order of size, summed up by parts. No rotation changes that, so words of two
/// languages can be compared by it before any map (the idea of Artetxe et al. 2018b, in a few numbers a word).
/// </summary>
/// <remarks>
/// Each number is scaled over the words of its language to mean 0 and spread 1, then by the share of its spread that is not chance: the words of an isotropic cloud have
/// profiles that differ too, but by chance alone, and they say nothing about the directions of the space. There all come out as zeros.
/// </remarks>
internal sealed class SimilarityProfiles
{
    /// <summary>Numbers a word: parts of equal size, and the nearest words.</summary>
    public const int Width = Parts + 1;

    private const int Parts = 16;
    private const int Nearest = 10;

    /// <summary>The most frequent words that others are compared with: the means over parts of them change by a hundredth with twice as many.</summary>
    private const int MostReferences = 2000;

    /// <summary>A variance up to this many times that of isotropic clouds is taken for chance. Isotropic clouds reach 1.3 with 500 words and more; clusters, loose ones too, from 5 to 400.</summary>
    public const double LeastContrast = 1.5;

    /// <summary>Isotropic clouds of which the most varied one tells what chance comes to.</summary>
    private const int Clouds = 3;

    private const int BlockRows = 64;

    private SimilarityProfiles(float[] source, float[] target, double sourceContrast, double targetContrast)
    {
        Source = source;
        Target = target;
        SourceContrast = sourceContrast;
        TargetContrast = targetContrast;
    }

    /// <summary>The source words', [words × <see cref="Width"/>].</summary>
    public float[] Source { get; }

    /// <summary>The target words', [words × <see cref="Width"/>].</summary>
    public float[] Target { get; }

    /// <summary>The variance of the source's most telling number over that of isotropic clouds of as many words; at most <see cref="LeastContrast"/>: it cannot be told from one.</summary>
    public double SourceContrast { get; }

    /// <summary>The same of the target side.</summary>
    public double TargetContrast { get; }

    /// <summary>The profiles of both sides, scaled alike.</summary>
    /// <param name="source">The source rows.</param>
    /// <param name="target">The target rows.</param>
    /// <param name="words">The most frequent words of either side that get a profile.</param>
    /// <param name="seed">Keys the isotropic clouds.</param>
    /// <param name="threads">Threads to use.</param>
    public static SimilarityProfiles Compute(NormalizedSpace source, NormalizedSpace target, int words, ulong seed, int threads)
    {
        int sourceWords = Math.Min(words, source.Count), targetWords = Math.Min(words, target.Count);
        float[] left = Raw(source.Rows, sourceWords, source.Dimension, threads), right = Raw(target.Rows, targetWords, target.Dimension, threads);
        double[] leftContrast = Contrast(left, sourceWords, source.Dimension, seed, threads), rightContrast = Contrast(right, targetWords, target.Dimension, seed, threads);
        double[] share = [.. leftContrast.Zip(rightContrast, (a, b) => Math.Sqrt(Math.Max(0, 1 - (LeastContrast / Math.Min(a, b)))))];
        Scale(left, sourceWords, share);
        Scale(right, targetWords, share);
        return new SimilarityProfiles(left, right, leftContrast.Max(), rightContrast.Max());
    }

    private static float[] Raw(float[] rows, int words, int dimension, int threads)
    {
        int references = Math.Min(words, MostReferences);
        double[] lengths = new double[words];
        for (int n = 0; n < words; n++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(n * dimension, dimension);
            lengths[n] = Math.Sqrt(ExactCosine.Dot(row, row));
        }

        float[] profiles = new float[(long)words * Width];
        WorkSharing.ForBlocks(threads, words, BlockRows, (first, block) =>
        {
            float[] cosines = new float[references];
            for (int n = first; n < first + block; n++)
            {
                ReadOnlySpan<float> row = rows.AsSpan(n * dimension, dimension);
                int count = 0;
                for (int other = 0; other < references; other++)
                {
                    // A word's likeness to itself says nothing of it.
                    if (other != n)
                        cosines[count++] = (float)(ExactCosine.Dot(row, rows.AsSpan(other * dimension, dimension)) / (lengths[n] * lengths[other]));
                }

                Span<float> sorted = cosines.AsSpan(0, count);
                sorted.Sort();
                Summarize(sorted, profiles.AsSpan(n * Width, Width));
            }
        });
        return profiles;
    }

    private static void Summarize(ReadOnlySpan<float> ascending, Span<float> profile)
    {
        for (int part = 0; part < Parts; part++)
        {
            int from = (int)((long)part * ascending.Length / Parts), to = (int)((part + 1L) * ascending.Length / Parts);
            profile[part] = Mean(ascending[from..to]);
        }

        profile[Parts] = Mean(ascending[Math.Max(0, ascending.Length - Nearest)..]);
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return values.Length == 0 ? 0 : (float)(sum / values.Length);
    }

    /// <summary>The variance of each number over the largest that isotropic clouds of as many words have.</summary>
    private static double[] Contrast(float[] profiles, int words, int dimension, ulong seed, int threads)
    {
        double[] chance = new double[Width];
        for (ulong drawn = 0; drawn < Clouds; drawn++)
        {
            double[] normal = new double[(long)words * dimension];
            new KeyedRandom(seed, "adversarial/isotropic cloud", drawn).FillNormal(normal);
            float[] cloud = Array.ConvertAll(normal, value => (float)value);
            VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, cloud, words, dimension);
            float[] raw = Raw(cloud, words, dimension, threads);
            for (int i = 0; i < Width; i++)
                chance[i] = Math.Max(chance[i], Moments(raw, words, i).Variance);
        }

        // In one dimension every cosine is 1 or -1, and nothing varies.
        return [.. chance.Select((variance, i) => variance > 0 ? Moments(profiles, words, i).Variance / variance : 0)];
    }

    private static void Scale(float[] profiles, int words, double[] share)
    {
        for (int i = 0; i < Width; i++)
        {
            (double mean, double variance) = Moments(profiles, words, i);
            double scale = variance > 0 ? share[i] / Math.Sqrt(variance) : 0;
            for (int n = 0; n < words; n++)
                profiles[(n * Width) + i] = (float)((profiles[(n * Width) + i] - mean) * scale);
        }
    }

    private static (double Mean, double Variance) Moments(float[] profiles, int words, int column)
    {
        double sum = 0, squares = 0;
        for (int n = 0; n < words; n++)
            sum += profiles[(n * Width) + column];
        double mean = sum / words;
        for (int n = 0; n < words; n++)
        {
            double difference = profiles[(n * Width) + column] - mean;
            squares += difference * difference;
        }

        return (mean, squares / words);
    }
}
