using System;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>
/// How a word stands among the words of its own language: its cosines to the most frequent ones in order of size, summed up by parts. No rotation changes that, so words of two
/// languages can be compared by it before any map (the idea of Artetxe et al. 2018b, in a few numbers a word).
/// </summary>
/// <remarks>
/// Each number is scaled over the words of its language to mean 0 and spread 1, then by the share of its spread that is not chance: an isotropic cloud of as many
/// words has profiles too, but they say nothing about the directions of the space. There the profiles come out as zeros.
/// </remarks>
internal static class SimilarityProfiles
{
    /// <summary>Numbers a word: parts of equal size, and the nearest words.</summary>
    public const int Width = Parts + 1;

    private const int Parts = 16;
    private const int Nearest = 10;

    /// <summary>The most frequent words that others are compared with: the means over parts of them change by a hundredth with twice as many.</summary>
    private const int MostReferences = 2000;

    private const int BlockRows = 64;

    /// <summary>The profiles of both sides, scaled alike.</summary>
    /// <param name="source">The source rows.</param>
    /// <param name="target">The target rows.</param>
    /// <param name="words">The most frequent words of either side that get a profile.</param>
    /// <param name="seed">Keys the isotropic cloud.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>Two arrays, [words × <see cref="Width"/>] each: the source's, the target's.</returns>
    public static float[][] Compute(NormalizedSpace source, NormalizedSpace target, int words, ulong seed, int threads)
    {
        int sourceWords = Math.Min(words, source.Count), targetWords = Math.Min(words, target.Count);
        float[] left = Raw(source.Rows, sourceWords, source.Dimension, threads), right = Raw(target.Rows, targetWords, target.Dimension, threads);
        double[] share = new double[Width];
        Array.Fill(share, 1);
        LowerToSignal(share, left, sourceWords, source.Dimension, seed, threads);
        LowerToSignal(share, right, targetWords, target.Dimension, seed, threads);
        Scale(left, sourceWords, share);
        Scale(right, targetWords, share);
        return [left, right];
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

    /// <summary>Lowers the factor of each number to √(1 - v/V), V its variance here and v that of an isotropic cloud of as many words.</summary>
    private static void LowerToSignal(double[] share, float[] profiles, int words, int dimension, ulong seed, int threads)
    {
        double[] normal = new double[(long)words * dimension];
        new KeyedRandom(seed, "adversarial/isotropic cloud", (ulong)words).FillNormal(normal);
        float[] cloud = Array.ConvertAll(normal, value => (float)value);
        VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, cloud, words, dimension);
        float[] chance = Raw(cloud, words, dimension, threads);
        for (int i = 0; i < Width; i++)
        {
            double variance = Moments(profiles, words, i).Variance;
            double left = variance > 0 ? Math.Max(0, 1 - (Moments(chance, words, i).Variance / variance)) : 0;
            share[i] = Math.Min(share[i], Math.Sqrt(left));
        }
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
