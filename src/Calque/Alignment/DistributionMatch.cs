using System;
using System.Threading;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;
using Calque.Retrieval;

namespace Calque.Alignment;

/// <summary>
/// A first dictionary from nothing (Artetxe et al. 2018b, section 3.2): the similarities of a word to the words of its own language, sorted, look
/// alike for a word and its translation, whatever the axes. M = (X Xᵀ)^½ has them with the spread of the singular values halved; its sorted
/// rows are normalised and matched by CSLS.
/// </summary>
internal static class DistributionMatch
{
    /// <summary>
    /// Of a sorted row the largest values are kept one by one, since they tell most, and the others as the means of runs of neighbours: an eighth of
    /// the work for 4,000 words.
    /// </summary>
    private const int Largest = 250;
    private const int Runs = 250;

    public static SeedPairs Find(NormalizedSpace source, NormalizedSpace target, int words, int threads, CancellationToken cancellation)
    {
        int count = Math.Min(words, Math.Min(source.Count, target.Count));
        int bins = count <= Largest + Runs ? count : Largest + Runs;
        float[] left = Profiles(source, count, bins, threads);
        float[] right = Profiles(target, count, bins, threads);
        MutualRetrieval both = TranslationRetrieval
            .Prepare(left, count, right, count, bins, new RetrievalOptions { Threads = threads }, null, cancellation)
            .TranslateBoth(1, null, cancellation);
        int[] sources = new int[2 * count];
        int[] targets = new int[2 * count];
        for (int i = 0; i < count; i++)
        {
            sources[i] = i;
            targets[i] = both.OfSource.Index(i, 0);
            sources[count + i] = both.OfTarget.Index(i, 0);
            targets[count + i] = i;
        }

        return new SeedPairs(sources, targets);
    }

    private static float[] Profiles(NormalizedSpace space, int count, int bins, int threads)
    {
        // (X Xᵀ)^½ = X (XᵀX)^-½ Xᵀ = R Rᵀ with R = X (XᵀX)^-¼.
        int d = space.Dimension;
        float[] rows = space.Rows[..(count * d)];
        SymmetricEigen eigen = SymmetricEigen.Compute(MatrixProducts.CrossProduct(rows, d, rows, d, count), d);
        double[] root = MatrixPower.Of(eigen, -0.25);
        float[] narrowed = new float[rows.Length];
        MatrixProducts.MapRows(rows, count, d, root, d, narrowed);
        float[] profiles = new float[(long)count * bins];
        WorkSharing.ForBlocks(threads, count, 64, (first, block) =>
        {
            float[] similarities = new float[count];
            for (int n = first; n < first + block; n++)
            {
                ReadOnlySpan<float> row = narrowed.AsSpan(n * d, d);
                for (int other = 0; other < count; other++)
                {
                    similarities[other] = (float)ExactCosine.Dot(row, narrowed.AsSpan(other * d, d));
                }

                similarities.AsSpan().Sort();
                Summarize(similarities, profiles.AsSpan(n * bins, bins));
            }
        });
        VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, profiles, count, bins);
        return profiles;
    }

    private static void Summarize(float[] sorted, Span<float> profile)
    {
        int single = profile.Length == sorted.Length ? sorted.Length : Largest;
        int runs = profile.Length - single;
        int rest = sorted.Length - single;
        for (int run = 0; run < runs; run++)
        {
            int from = (int)((long)run * rest / runs), to = (int)((run + 1L) * rest / runs);
            double sum = 0;
            for (int place = from; place < to; place++)
            {
                sum += sorted[place];
            }

            profile[run] = (float)(sum / (to - from));
        }

        sorted.AsSpan(rest).CopyTo(profile[runs..]);
    }
}
