using System;
using System.Threading.Tasks;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>How the vectors of one language come into the common space: normalisation, then a linear map.</summary>
public sealed class SideMap
{
    private const int BlockRows = 1024;

    /// <param name="normalizer">The normalisation, with the means of the vocabulary that the map was fitted on.</param>
    /// <param name="matrix">[input × output], row-major: the row vector u becomes u W; null: the identity.</param>
    /// <param name="outputDimension">Dimensions of the common space.</param>
    /// <exception cref="ArgumentException">The matrix has another shape.</exception>
    public SideMap(VectorNormalizer normalizer, double[]? matrix, int outputDimension)
    {
        ArgumentNullException.ThrowIfNull(normalizer);
        if (matrix is null ? outputDimension != normalizer.Dimension : matrix.Length != (long)normalizer.Dimension * outputDimension)
        {
            throw new ArgumentException($"The map does not lead from {normalizer.Dimension} to {outputDimension} dimensions.", nameof(matrix));
        }

        Normalizer = normalizer;
        Matrix = matrix;
        OutputDimension = outputDimension;
    }

    /// <summary>Dimensions of the language's own vectors.</summary>
    public int InputDimension => Normalizer.Dimension;

    /// <summary>Dimensions of the common space.</summary>
    public int OutputDimension { get; }

    /// <summary>What is done before the map.</summary>
    public VectorNormalizer Normalizer { get; }

    /// <summary>W, [<see cref="InputDimension"/> × <see cref="OutputDimension"/>], row-major; null: the identity.</summary>
    public double[]? Matrix { get; }

    /// <summary>Maps vectors, those of the vocabulary and any others of the same space.</summary>
    /// <param name="rows">Whole rows of <see cref="InputDimension"/> floats, as their file gives them; not changed.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>[rows × <see cref="OutputDimension"/>], row-major; a zero row stays zero.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension.</exception>
    public float[] Apply(float[] rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Length % InputDimension != 0)
        {
            throw new ArgumentException($"{rows.Length} numbers are not whole rows of {InputDimension}.", nameof(rows));
        }

        float[] normalized = [.. rows];
        int count = rows.Length / InputDimension;
        float[] mapped = Matrix is null ? normalized : new float[(long)count * OutputDimension];
        Parallel.For(0, (count + BlockRows - 1) / BlockRows, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, block =>
        {
            int first = block * BlockRows;
            int height = Math.Min(BlockRows, count - first);
            Span<float> some = normalized.AsSpan(first * InputDimension, height * InputDimension);
            Normalizer.Apply(some);
            if (Matrix is not null)
            {
                MatrixProducts.MapRows(some, height, InputDimension, Matrix, OutputDimension, mapped.AsSpan(first * OutputDimension, height * OutputDimension));
            }
        });
        return mapped;
    }
}
