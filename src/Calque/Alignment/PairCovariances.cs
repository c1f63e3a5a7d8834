using System;
using System.Collections.Generic;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>XᵀX, YᵀY (as eigenvalues) and XᵀY of the pairs, each divided by their number; what a whitening is made of, for any ridge.</summary>
internal sealed record PairCovariances(int SourceDimension, int TargetDimension, SymmetricEigen Source, SymmetricEigen Target, double[] Cross)
{
    public static PairCovariances Of(NormalizedSpace source, NormalizedSpace target, SeedPairs pairs)
    {
        int dx = source.Dimension, dy = target.Dimension;
        float[] x = source.Gather(pairs.Source), y = target.Gather(pairs.Target);
        double[] weights = Weights(pairs);
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        return new PairCovariances(
            dx,
            dy,
            SymmetricEigen.Compute(Divide(MatrixProducts.CrossProduct(x, dx, x, dx, pairs.Count, weights), total), dx),
            SymmetricEigen.Compute(Divide(MatrixProducts.CrossProduct(y, dy, y, dy, pairs.Count, weights), total), dy),
            Divide(MatrixProducts.CrossProduct(x, dx, y, dy, pairs.Count, weights), total));
    }

    /// <summary>
    /// A pair's own weight through the root of how many pairs share its source word times how many share its target word: a word with ten
    /// translations should not count ten times.
    /// </summary>
    private static double[] Weights(SeedPairs pairs)
    {
        Dictionary<int, int> ofSource = [], ofTarget = [];
        for (int i = 0; i < pairs.Count; i++)
        {
            ofSource[pairs.Source[i]] = ofSource.GetValueOrDefault(pairs.Source[i]) + 1;
            ofTarget[pairs.Target[i]] = ofTarget.GetValueOrDefault(pairs.Target[i]) + 1;
        }

        double[] weights = new double[pairs.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (pairs.Weights is null ? 1 : pairs.Weights[i]) / Math.Sqrt((double)ofSource[pairs.Source[i]] * ofTarget[pairs.Target[i]]);
        }

        return weights;
    }

    private static double[] Divide(double[] values, double divisor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= divisor;
        }

        return values;
    }
}
