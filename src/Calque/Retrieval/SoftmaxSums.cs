using System;
using System.Threading;
using Calque.Numerics;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;

namespace Calque.Retrieval;

/// <summary>ln Σ exp(β cos(x, y)), for each target row over all source rows and for each source row over all target rows; in double.</summary>
/// <remarks>
/// The product is made a tile at a time and forgotten. The sums run over blocks of 256 rows, inside a block in ascending order, and the sums of the
/// blocks are added in ascending order, so the results do not depend on the threads. β cos is at most β = 1000: no largest term need be taken out, since
/// exp(β (cos − 1)) is summed and β added back.
/// </remarks>
internal sealed class SoftmaxSums
{
    private const int Block = 256;

    private SoftmaxSums(double[] ofSource, double[] ofTarget)
    {
        OfSource = ofSource;
        OfTarget = ofTarget;
    }

    public double[] OfSource { get; }

    public double[] OfTarget { get; }

    public static SoftmaxSums Compute(
        float[] source,
        int sourceCount,
        float[] target,
        int targetCount,
        int dimension,
        double beta,
        int threads,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        double[] left = UnitRowsInDouble(source, sourceCount, dimension, "source");
        double[] right = UnitRowsInDouble(target, targetCount, dimension, "target");
        double[] ofSource = new double[sourceCount];
        double[] ofTarget = new double[targetCount];
        int sourceBlocks = (sourceCount + Block - 1) / Block;
        double[][] columnSums = new double[sourceBlocks][];
        int done = 0;
        WorkSharing.ForBlocks(threads, sourceCount, Block, (first, count) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] sums = new double[targetCount];
            for (int firstTarget = 0; firstTarget < targetCount; firstTarget += Block)
            {
                int width = Math.Min(Block, targetCount - firstTarget);
                AddTile(left, first, count, right, firstTarget, width, dimension, beta, ofSource, sums);
            }

            columnSums[first / Block] = sums;
            progress?.Report(new OperationProgress("softmax", Interlocked.Add(ref done, count), sourceCount, "rows"));
        });
        foreach (double[] sums in columnSums)
        {
            for (int j = 0; j < targetCount; j++)
            {
                ofTarget[j] += sums[j];
            }
        }

        Finish(ofSource, beta);
        Finish(ofTarget, beta);
        return new SoftmaxSums(ofSource, ofTarget);
    }

    private static void AddTile(
        double[] left, int first, int count, double[] right, int firstTarget, int width, int dimension, double beta, double[] rowSums, double[] columnSums)
    {
        double[] transposed = new double[(long)dimension * width];
        for (int j = 0; j < width; j++)
        {
            for (int i = 0; i < dimension; i++)
            {
                transposed[(i * width) + j] = right[((firstTarget + j) * dimension) + i];
            }
        }

        double[] cosines = MatrixProducts.Multiply(left.AsSpan(first * dimension, count * dimension), transposed, count, dimension, width);
        for (int r = 0; r < count; r++)
        {
            double sum = 0;
            for (int j = 0; j < width; j++)
            {
                double term = DeterministicMath.Exp(beta * (cosines[(r * width) + j] - 1));
                sum += term;
                columnSums[firstTarget + j] += term;
            }

            rowSums[first + r] += sum;
        }
    }

    private static double[] UnitRowsInDouble(float[] rows, int count, int dimension, string side)
    {
        double[] unit = new double[(long)count * dimension];
        for (int r = 0; r < count; r++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(r * dimension, dimension);
            double squared = ExactCosine.Dot(row, row);
            if (!(squared > 0) || double.IsInfinity(squared))
            {
                throw new InvalidVectorsException(
                    $"{side} row {r}", squared == 0 ? "a zero vector" : "a number that is not finite", "a finite vector with a direction", "Leave such rows out.");
            }

            double scale = 1 / Math.Sqrt(squared);
            for (int i = 0; i < dimension; i++)
            {
                unit[(r * dimension) + i] = row[i] * scale;
            }
        }

        return unit;
    }

    private static void Finish(double[] sums, double beta)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = beta + DeterministicMath.Log(sums[i]);
        }
    }
}
