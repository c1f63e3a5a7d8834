using System;
using System.Threading;
using Calque.Numerics.Neighbors;

namespace Calque.Evaluation;

/// <summary>
/// The bottleneck distance of two spaces' persistence diagrams of dimension 0 over the distances √(2 − 2 cos), a lower bound of their Gromov-Hausdorff distance (Chazal et al.
/// 2009; Patra et al. 2019, section 3). Diagrams of dimension 0 are the edge lengths of minimum spanning trees, all born at 0.
/// </summary>
public static class SpanningTreeDistance
{
    /// <summary>The edge lengths of the minimum spanning tree of some rows, in descending order (Prim 1957: no matrix of distances is kept).</summary>
    /// <param name="rows">[count × dimension], row-major; no row zero.</param>
    /// <param name="count">Rows.</param>
    /// <param name="dimension">Columns.</param>
    /// <param name="threads">Threads to use; the lengths do not depend on it.</param>
    /// <param name="cancellation">Ends the work between two edges.</param>
    public static double[] EdgeLengths(float[] rows, int count, int dimension, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (count < 2)
            return [];
        // The rows still outside lie at the front, each with its best cosine to the tree.
        int[] outside = new int[count - 1];
        double[] best = new double[count - 1];
        double[] norms = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(i * dimension, dimension);
            norms[i] = Math.Sqrt(ExactCosine.Dot(row, row));
        }

        for (int i = 1; i < count; i++)
        {
            outside[i - 1] = i;
            best[i - 1] = double.NegativeInfinity;
        }

        double[] lengths = new double[count - 1];
        int added = 0;
        for (int left = count - 1; left > 0; left--)
        {
            cancellation.ThrowIfCancellationRequested();
            int newest = added;
            WorkSharing.ForBlocks(left < 512 ? 1 : threads, left, 256, (first, height) =>
            {
                ReadOnlySpan<float> row = rows.AsSpan(newest * dimension, dimension);
                for (int i = first; i < first + height; i++)
                {
                    double cosine = ExactCosine.Dot(row, rows.AsSpan(outside[i] * dimension, dimension)) / (norms[newest] * norms[outside[i]]);
                    best[i] = Math.Max(best[i], cosine);
                }
            });
            int nearest = 0;
            for (int i = 1; i < left; i++)
                nearest = best[i] > best[nearest] ? i : nearest;
            lengths[left - 1] = Math.Sqrt(Math.Max(0, 2 - (2 * best[nearest])));
            added = outside[nearest];
            outside[nearest] = outside[left - 1];
            best[nearest] = best[left - 1];
        }

        Array.Sort(lengths);
        Array.Reverse(lengths);
        return lengths;
    }

    /// <summary>
    /// The bottleneck distance of two diagrams whose points are all born at 0. The longest m of both are matched in order and the others with the diagonal, at half their length;
    /// some m is best, since of two crossing or skipped partners the exchange is never longer.
    /// </summary>
    /// <param name="left">Lengths in descending order.</param>
    /// <param name="right">Lengths in descending order.</param>
    public static double Bottleneck(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double matched = 0;
        double best = double.PositiveInfinity;
        for (int m = 0; ; m++)
        {
            double rest = Math.Max(m < left.Length ? left[m] : 0, m < right.Length ? right[m] : 0) / 2;
            best = Math.Min(best, Math.Max(matched, rest));
            if (m >= left.Length || m >= right.Length)
                return best;
            matched = Math.Max(matched, Math.Abs(left[m] - right[m]));
        }
    }
}
