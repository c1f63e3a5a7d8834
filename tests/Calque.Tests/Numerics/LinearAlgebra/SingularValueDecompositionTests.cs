using System;
using System.Linq;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Calque.Tests.Numerics.LinearAlgebra;

public class SingularValueDecompositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(5, 5)]
    [InlineData(17, 9)]
    [InlineData(9, 17)]
    [InlineData(33, 33)]
    [InlineData(100, 100)]
    public void Compute_RandomMatrix_ReconstructsAndAgreesWithMathNet(int rows, int columns)
    {
        double[] matrix = Normal("svd", rows * columns);
        SingularValueDecomposition result = SingularValueDecomposition.Compute(matrix, rows, columns);
        CheckDecomposition(matrix, rows, columns, result);
        double[] expected = Matrix<double>.Build.DenseOfRowMajor(rows, columns, matrix).Svd().S.ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(result.Values[i], expected[i] - (expected[0] * 2e-14), expected[i] + (expected[0] * 2e-14));
        }
    }

    [Theory]
    [InlineData(20, 20, 7)]
    [InlineData(40, 12, 1)]
    [InlineData(12, 40, 5)]
    [InlineData(100, 100, 60)]
    public void Compute_RankDeficient_HasTheRankAndOrthonormalVectors(int rows, int columns, int rank)
    {
        double[] left = Normal("left", rows * rank);
        double[] right = Normal("right", rank * columns);
        double[] matrix = MatrixProducts.Multiply(left, right, rows, rank, columns);
        SingularValueDecomposition result = SingularValueDecomposition.Compute(matrix, rows, columns);
        Assert.Equal(rank, result.Rank);
        CheckDecomposition(matrix, rows, columns, result);
    }

    [Fact]
    public void Compute_ZeroMatrix_GivesZerosAndOrthonormalVectors()
    {
        SingularValueDecomposition result = SingularValueDecomposition.Compute(new double[12], 4, 3);
        Assert.Equal(0, result.Rank);
        CheckDecomposition(new double[12], 4, 3, result);
    }

    [Fact]
    public void Compute_GradedColumns_KeepsTheDigitsOfSmallValues()
    {
        // Q diag(1, 1e-3, ... 1e-12) with orthonormal Q: exact singular values known; Jacobi keeps them to relative accuracy.
        const int Count = 5;
        double[] q = Orthonormal(30, Count);
        double[] matrix = new double[30 * Count];
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                matrix[(i * Count) + j] = q[(i * Count) + j] * Math.Pow(1000, -j);
            }
        }

        SingularValueDecomposition result = SingularValueDecomposition.Compute(matrix, 30, Count);
        for (int j = 0; j < Count; j++)
        {
            double expected = Math.Pow(1000, -j);
            Assert.InRange(result.Values[j] / expected, 1 - 1e-13, 1 + 1e-13);
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Compute_ExtremeScale_IsNoDifferent(double scale)
    {
        double[] matrix = Normal("scale", 36);
        SingularValueDecomposition plain = SingularValueDecomposition.Compute(matrix, 6, 6);
        SingularValueDecomposition scaled = SingularValueDecomposition.Compute(matrix.Select(v => v * scale).ToArray(), 6, 6);
        for (int i = 0; i < 6; i++)
        {
            Assert.InRange(scaled.Values[i] / scale / plain.Values[i], 1 - 1e-12, 1 + 1e-12);
        }
    }

    [Fact]
    public void Compute_NotFinite_IsRefused() =>
        Assert.Throws<ArgumentException>(() => SingularValueDecomposition.Compute([1.0, double.NaN], 1, 2));

    [Fact]
    public void SymmetricEigen_RandomMatrix_AgreesWithMathNet()
    {
        const int Dimension = 25;
        double[] raw = Normal("eigen", Dimension * Dimension);
        double[] matrix = new double[Dimension * Dimension];
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                matrix[(i * Dimension) + j] = raw[(i * Dimension) + j] + raw[(j * Dimension) + i];
            }
        }

        SymmetricEigen result = SymmetricEigen.Compute(matrix, Dimension);
        double[] expected = Matrix<double>.Build.DenseOfRowMajor(Dimension, Dimension, matrix).Evd(Symmetricity.Symmetric)
            .EigenValues.Select(v => v.Real).OrderByDescending(v => v).ToArray();
        for (int r = 0; r < Dimension; r++)
        {
            Assert.InRange(result.Values[r] - expected[r], -1e-12, 1e-12);
            double[] vector = result.Vectors[(r * Dimension)..((r + 1) * Dimension)];
            for (int i = 0; i < Dimension; i++)
            {
                double product = Enumerable.Range(0, Dimension).Sum(j => matrix[(i * Dimension) + j] * vector[j]);
                Assert.InRange((result.Values[r] * vector[i]) - product, -1e-12, 1e-12);
            }

            Assert.True(vector.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void PrincipalComponents_KnownAxes_AreFound()
    {
        // Variances 9, 4, 1, 0.01 along a hidden orthonormal basis, around a mean far from zero.
        const int Count = 4000, Dimension = 4;
        double[] basis = Orthonormal(Dimension, Dimension);
        double[] draws = Normal("pca", Count * Dimension);
        double[] sizes = [3, 2, 1, 0.1];
        float[] rows = new float[Count * Dimension];
        for (int n = 0; n < Count; n++)
        {
            for (int i = 0; i < Dimension; i++)
            {
                rows[(n * Dimension) + i] = (float)(5 + Enumerable.Range(0, Dimension)
                    .Sum(r => draws[(n * Dimension) + r] * sizes[r] * basis[(i * Dimension) + r]));
            }
        }

        PrincipalComponents result = PrincipalComponents.Fit(rows, Count, Dimension, 3);
        Assert.InRange(result.Variances[0], 8.2, 9.8);
        for (int r = 0; r < 3; r++)
        {
            double cosine = Enumerable.Range(0, Dimension).Sum(i => basis[(i * Dimension) + r] * result.Axes[(i * 3) + r]);
            Assert.InRange(Math.Abs(cosine), 0.99, 1 + 1e-12);
        }

        float[] projected = new float[6];
        result.Project([0, 0, 0, 0, 1, 2, 3, 4], 2, projected);
        Assert.Equal([0f, 0f, 0f], projected[..3]);
        for (int r = 0; r < 3; r++)
        {
            double expected = Enumerable.Range(0, Dimension).Sum(i => (i + 1) * result.Axes[(i * 3) + r]);
            Assert.Equal((float)expected, projected[3 + r]);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(129, 7, 9)]
    [InlineData(300, 33, 17)]
    public void CrossProduct_AnyShape_EqualsThePlainSum(int count, int dx, int dy)
    {
        float[] x = Array.ConvertAll(Normal("x", count * dx), v => (float)v);
        float[] y = Array.ConvertAll(Normal("y", count * dy), v => (float)v);
        double[] weights = Normal("w", count).Select(Math.Abs).ToArray();
        double[] plain = MatrixProducts.CrossProduct(x, dx, y, dy, count);
        double[] weighted = MatrixProducts.CrossProduct(x, dx, y, dy, count, weights);
        for (int i = 0; i < dx; i++)
        {
            for (int j = 0; j < dy; j++)
            {
                double sum = 0;
                double weightedSum = 0;
                for (int n = 0; n < count; n++)
                {
                    sum += (double)x[(n * dx) + i] * y[(n * dy) + j];
                    weightedSum += weights[n] * x[(n * dx) + i] * y[(n * dy) + j];
                }

                // Same order, same roundings: the same bits.
                Assert.Equal(sum, plain[(i * dy) + j]);
                Assert.Equal(weightedSum, weighted[(i * dy) + j]);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(70, 33, 19)]
    public void MapRows_AnyShape_EqualsThePlainSum(int count, int inner, int columns)
    {
        float[] rows = Array.ConvertAll(Normal("rows", count * inner), v => (float)v);
        double[] matrix = Normal("matrix", inner * columns);
        float[] result = new float[count * columns];
        MatrixProducts.MapRows(rows, count, inner, matrix, columns, result);
        for (int n = 0; n < count; n++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum += rows[(n * inner) + k] * matrix[(k * columns) + j];
                }

                Assert.Equal((float)sum, result[(n * columns) + j]);
            }
        }
    }

    private static void CheckDecomposition(double[] matrix, int rows, int columns, SingularValueDecomposition result)
    {
        int count = Math.Min(rows, columns);
        Assert.Equal(count, result.Count);
        double scale = Math.Max(result.Values[0], 1e-300);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int r = 0; r < count; r++)
                {
                    sum += result.U[(i * count) + r] * result.Values[r] * result.V[(j * count) + r];
                }

                Assert.InRange((sum - matrix[(i * columns) + j]) / scale, -1e-14, 1e-14);
            }
        }

        CheckOrthonormal(result.U, rows, count);
        CheckOrthonormal(result.V, columns, count);
        Assert.Equal(result.Values.OrderByDescending(v => v), result.Values);
    }

    private static void CheckOrthonormal(double[] matrix, int rows, int count)
    {
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = 0;
                for (int i = 0; i < rows; i++)
                {
                    product += matrix[(i * count) + a] * matrix[(i * count) + b];
                }

                // About one rounding for each of the 14 sweeps' rotations of a column.
                double tolerance = 1e-14 + (rows * 2e-16);
                Assert.InRange(product - (a == b ? 1 : 0), -tolerance, tolerance);
            }
        }
    }

    /// <summary>Orthonormal columns by MathNet's QR, [rows × count], row-major.</summary>
    private static double[] Orthonormal(int rows, int count)
    {
        Matrix<double> q = Matrix<double>.Build.DenseOfRowMajor(rows, count, Normal("q", rows * count)).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        return q.ToRowMajorArray();
    }

    private static double[] Normal(string purpose, int count)
    {
        double[] values = new double[count];
        new KeyedRandom(2, purpose, (ulong)count).FillNormal(values);
        return values;
    }
}
