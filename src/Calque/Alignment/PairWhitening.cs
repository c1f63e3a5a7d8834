using System;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>
/// Regularised canonical correlations of the pairs. With the pairs' covariances Cx, Cy and Cxy (the spaces are centred, the pairs are not centred again), X is whitened by
/// Wx = (Cx + ridge · c̄x I)^-½ (c̄x: the mean eigenvalue), Y alike; Wx Cxy Wy = U S Vᵀ; then x → x Wx U S^p and y → y Wy V S^p.
/// </summary>
/// <remarks>
/// A whitening by the pairs with a re-weighting, as in Artetxe et al. 2018 (AAAI), but not de-whitened and with a ridge: without one the many weak directions of
/// a poor dictionary are blown up to noise (Vinod 1976, canonical ridge); a large ridge comes near an orthogonal map with re-weighting.
/// The inner product of two mapped rows weighs each canonical pair of directions by S^2p, how well they agree.
/// </remarks>
internal sealed class PairWhitening
{
    private readonly double[] _source;
    private readonly double[] _target;
    private readonly int _sourceDimension;
    private readonly int _targetDimension;

    private PairWhitening(double[] source, int sourceDimension, double[] target, int targetDimension, double[] values)
    {
        _source = source;
        _sourceDimension = sourceDimension;
        _target = target;
        _targetDimension = targetDimension;
        Values = values;
    }

    /// <summary>The canonical correlations S, shrunk by the ridge, in descending order.</summary>
    public double[] Values { get; }

    /// <summary>Their number: the smaller of the dimensions.</summary>
    public int Count => Values.Length;

    public static PairWhitening Fit(NormalizedSpace source, NormalizedSpace target, SeedPairs pairs, double ridge) =>
        Fit(PairCovariances.Of(source, target, pairs), ridge);

    public static PairWhitening Fit(PairCovariances covariances, double ridge)
    {
        int dx = covariances.SourceDimension, dy = covariances.TargetDimension;
        double[] wx = MatrixPower.Of(covariances.Source, -0.5, ridge);
        double[] wy = MatrixPower.Of(covariances.Target, -0.5, ridge);
        double[] middle = MatrixProducts.Multiply(MatrixProducts.Multiply(wx, covariances.Cross, dx, dx, dy), wy, dx, dy, dy);
        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(middle, dx, dy);
        int count = decomposition.Count;
        return new PairWhitening(
            MatrixProducts.Multiply(wx, decomposition.U, dx, dx, count), dx, MatrixProducts.Multiply(wy, decomposition.V, dy, dy, count), dy, decomposition.Values);
    }

    /// <summary>Wx U S^p, [source dimension × <see cref="Count"/>].</summary>
    public double[] SourceMap(double power) => Weigh(_source, _sourceDimension, power);

    /// <summary>Wy V S^p, [target dimension × <see cref="Count"/>].</summary>
    public double[] TargetMap(double power) => Weigh(_target, _targetDimension, power);

    private double[] Weigh(double[] map, int dimension, double power)
    {
        double[] weighed = new double[map.Length];
        for (int r = 0; r < Count; r++)
        {
            double weight = power == 0 ? 1 : DeterministicPower.Of(Math.Min(Values[r], 1), power);
            for (int i = 0; i < dimension; i++)
            {
                weighed[(i * Count) + r] = map[(i * Count) + r] * weight;
            }
        }

        return weighed;
    }
}
