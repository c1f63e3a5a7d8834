using System;
using System.Linq;
using Calque.Alignment;
using Calque.Numerics.Randomness;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Xunit;

namespace Calque.Tests.Alignment;

public class OrthogonalProcrustesTests
{
    [Theory]
    [InlineData(2, 8)]
    [InlineData(33, 100)]
    [InlineData(100, 400)]
    public void Fit_FloatPairsOfAHiddenRotation_RecoversIt(int dimension, int count)
    {
        double[] hidden = Rotation(dimension);
        float[] source = Normal("source", count * dimension, 1);
        float[] target = Rotate(source, hidden, count, dimension);
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, count, dimension);
        Assert.InRange(LargestDifference(hidden, map.Matrix), 0, 1e-5);
        Assert.InRange(map.Residual, 0, 1e-6);
        Assert.Empty(map.Warnings);
        Assert.False(map.HasTooFewPairs);
    }

    [Theory]
    [InlineData(20, 300, 270)]
    [InlineData(33, 100, 60)]
    [InlineData(40, 60, 25)] // fewer pairs than dimensions: only what the pairs hold is determined
    public void FitNear_MostOfThePairs_GivesWhatFitGives(int dimension, int count, int most)
    {
        float[] source = Normal("source", count * dimension, 1);
        float[] target = Normal("target", count * dimension, 1);
        AlignmentMap whole = OrthogonalProcrustes.Fit(source, target, null, count, dimension);
        float[] x = source[..(most * dimension)], y = target[..(most * dimension)];
        double[] near = OrthogonalProcrustes.FitNear(whole, x, y, null, most);
        double[] plain = OrthogonalProcrustes.Fit(x, y, null, most, dimension).Matrix;
        if (most >= dimension)
            Assert.InRange(LargestDifference(plain, near), 0, 1e-9);
        double plainError = Error(plain), nearError = Error(near);
        Assert.InRange(Math.Abs(nearError - plainError), 0, 1e-9 * plainError);

        double Error(double[] map)
        {
            double error = 0;
            for (int n = 0; n < most; n++)
            {
                for (int j = 0; j < dimension; j++)
                {
                    double sum = -y[(n * dimension) + j];
                    for (int i = 0; i < dimension; i++)
                        sum += (double)x[(n * dimension) + i] * map[(i * dimension) + j];
                    error += sum * sum;
                }
            }

            return error;
        }
    }

    [Fact]
    public void Fit_ExactPairsOfAHiddenReflection_RecoversItTo1E10()
    {
        // Rotations by Pythagorean angles (3/5, 4/5) of integers that are multiples of 625 stay integers, so that floats hold both
        // sides exactly; a sign change on one axis makes it a reflection.
        const int Dimension = 12, Count = 60;
        KeyedRandom random = new(1, "clean", 0);
        double[] hidden = Identity(Dimension);
        float[] source = new float[Count * Dimension];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = 625 * (random.NextInt(201) - 100);
        }

        for (int pass = 0; pass < 4; pass++)
        {
            double[] step = Identity(Dimension);
            for (int i = pass % 2; i + 1 < Dimension; i += 2)
            {
                step[(i * Dimension) + i] = 0.6;
                step[(i * Dimension) + i + 1] = 0.8;
                step[((i + 1) * Dimension) + i] = -0.8;
                step[((i + 1) * Dimension) + i + 1] = 0.6;
            }

            hidden = Product(hidden, step, Dimension, Dimension);
        }

        for (int i = 0; i < Dimension; i++)
        {
            hidden[i * Dimension] = -hidden[i * Dimension];
        }

        float[] target = Rotate(source, hidden, Count, Dimension);
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, Count, Dimension);
        Assert.InRange(LargestDifference(hidden, map.Matrix), 0, 1e-10);
        Assert.InRange(map.Residual, 0, 1e-10);
    }

    [Fact]
    public void Fit_IllConditionedPairs_StillRecoversTheRotation()
    {
        // Standard deviations from 1 down to 1e-4: singular values of XᵀY spread over eight orders of magnitude.
        const int Dimension = 20, Count = 500;
        double[] hidden = Rotation(Dimension);
        float[] source = Normal("ill", Count * Dimension, 1);
        for (int i = 0; i < source.Length; i++)
        {
            source[i] *= (float)Math.Pow(10, -4.0 * (i % Dimension) / (Dimension - 1));
        }

        AlignmentMap map = OrthogonalProcrustes.Fit(source, Rotate(source, hidden, Count, Dimension), null, Count, Dimension);
        Assert.InRange(map.SingularValueRatio, 1e-9, 1e-7);

        // Rounding Y to float leaves 6e-8 of its largest elements, 6e-4 of the smallest direction, averaged over 500 pairs.
        Assert.InRange(LargestDifference(hidden, map.Matrix), 0, 5e-4);
        CheckOrthogonal(map);
    }

    [Fact]
    public void Fit_FewerPairsThanDimensions_IsOrthogonalAndWarns()
    {
        const int Dimension = 30, Count = 12;
        double[] hidden = Rotation(Dimension);
        float[] source = Normal("few", Count * Dimension, 1);
        float[] target = Rotate(source, hidden, Count, Dimension);
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, Count, Dimension);
        CheckOrthogonal(map);
        Assert.True(map.HasTooFewPairs);
        Assert.Equal(12, map.DistinctPairs);
        Assert.Contains("12 distinct pairs for 30 dimensions", Assert.Single(map.Warnings), StringComparison.Ordinal);
        Assert.InRange(map.Residual, 0, 1e-5);
    }

    [Fact]
    public void Fit_RepeatedPairs_CountOnceAsDistinct()
    {
        float[] source = [1, 2, 1, 2, 0, 1];
        float[] target = [2, 1, 2, 1, 1, 0];
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, 3, 2);
        Assert.Equal(2, map.DistinctPairs);
        Assert.Equal([0.0, 1.0, 1.0, 0.0], map.Matrix.Select(v => Math.Round(v, 12) + 0.0));
    }

    [Fact]
    public void Fit_Weights_EqualRepeatedPairs()
    {
        const int Dimension = 5, Count = 9;
        float[] source = Normal("w source", Count * Dimension, 1);
        float[] target = Normal("w target", Count * Dimension, 1);
        double[] weights = [1, 2, 3, 1, 1, 4, 1, 2, 0];
        float[] repeatedSource = Repeat(source, weights, Dimension);
        float[] repeatedTarget = Repeat(target, weights, Dimension);
        AlignmentMap weighted = OrthogonalProcrustes.Fit(source, target, weights, Count, Dimension);
        AlignmentMap repeated = OrthogonalProcrustes.Fit(repeatedSource, repeatedTarget, null, repeatedSource.Length / Dimension, Dimension);
        Assert.InRange(LargestDifference(weighted.Matrix, repeated.Matrix), 0, 1e-12);
        Assert.Equal(repeated.Residual, weighted.Residual, 12);
    }

    [Fact]
    public void Fit_RandomPairs_AgreesWithMathNetsDecomposition()
    {
        const int Dimension = 15, Count = 60;
        float[] source = Normal("m source", Count * Dimension, 1);
        float[] target = Normal("m target", Count * Dimension, 1);
        Matrix<double> x = Matrix<double>.Build.Dense(Count, Dimension, (i, j) => source[(i * Dimension) + j]);
        Matrix<double> y = Matrix<double>.Build.Dense(Count, Dimension, (i, j) => target[(i * Dimension) + j]);
        Svd<double> svd = (x.Transpose() * y).Svd();
        Matrix<double> w = svd.U * svd.VT;
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, Count, Dimension);
        Assert.InRange(LargestDifference(w.ToRowMajorArray(), map.Matrix), 0, 1e-11);
        Assert.Equal(((x * w) - y).FrobeniusNorm() / y.FrobeniusNorm(), map.Residual, 12);
    }

    [Fact]
    public void Apply_Rows_AreMappedAndRoundedOnce()
    {
        const int Dimension = 33, Count = 40;
        float[] source = Normal("a source", Count * Dimension, 1);
        float[] target = Normal("a target", Count * Dimension, 1);
        AlignmentMap map = OrthogonalProcrustes.Fit(source, target, null, Count, Dimension);
        float[] expected = Rotate(source, map.Matrix, Count, Dimension);
        map.Apply(source);
        Assert.Equal(expected, source);
        Assert.Throws<ArgumentException>(() => map.Apply(new float[Dimension + 1]));
    }

    [Fact]
    public void Fit_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => OrthogonalProcrustes.Fit([1f], [1f, 2f], null, 1, 2));
        Assert.Throws<ArgumentException>(() => OrthogonalProcrustes.Fit([float.NaN], [1f], null, 1, 1));
        Assert.Throws<ArgumentException>(() => OrthogonalProcrustes.Fit([1f], [1f], [-1.0], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrthogonalProcrustes.Fit([], [], null, 0, 1));
    }

    private static void CheckOrthogonal(AlignmentMap map)
    {
        Matrix<double> w = Matrix<double>.Build.DenseOfRowMajor(map.Dimension, map.Dimension, map.Matrix);
        Matrix<double> difference = (w.Transpose() * w) - Matrix<double>.Build.DenseIdentity(map.Dimension);
        Assert.InRange(difference.Enumerate().Max(Math.Abs), 0, 1e-13);
    }

    private static double[] Rotation(int dimension)
    {
        Matrix<double> raw = Matrix<double>.Build.DenseOfRowMajor(dimension, dimension, Array.ConvertAll(Normal("rotation", dimension * dimension, 1), v => (double)v));
        return raw.QR().Q.ToRowMajorArray();
    }

    private static double[] Identity(int dimension)
    {
        double[] matrix = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++)
        {
            matrix[(i * dimension) + i] = 1;
        }

        return matrix;
    }

    private static double[] Product(double[] a, double[] b, int rows, int dimension)
    {
        double[] result = new double[rows * dimension];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                double sum = 0;
                for (int k = 0; k < dimension; k++)
                {
                    sum += a[(i * dimension) + k] * b[(k * dimension) + j];
                }

                result[(i * dimension) + j] = sum;
            }
        }

        return result;
    }

    private static float[] Rotate(float[] rows, double[] matrix, int count, int dimension) =>
        Array.ConvertAll(Product(Array.ConvertAll(rows, v => (double)v), matrix, count, dimension), v => (float)v);

    private static float[] Repeat(float[] rows, double[] weights, int dimension) =>
        Enumerable.Range(0, weights.Length)
            .SelectMany(n => Enumerable.Repeat(rows[(n * dimension)..((n + 1) * dimension)], (int)weights[n]))
            .SelectMany(row => row)
            .ToArray();

    private static double LargestDifference(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static float[] Normal(string purpose, int count, ulong seed)
    {
        double[] values = new double[count];
        new KeyedRandom(seed, purpose, (ulong)count).FillNormal(values);
        return Array.ConvertAll(values, v => (float)v);
    }
}
