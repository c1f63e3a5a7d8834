using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace Calque.Tests.Reference;

/// <summary>W = argmin ‖A W − B‖ over the orthogonal matrices = U Vᵀ, with AᵀB = U Σ Vᵀ (Schönemann 1966), by MathNet's decomposition.</summary>
internal static class ReferenceProcrustes
{
    /// <summary>Fits W on raw vectors of the distinct pairs whose words both stand in the vocabularies.</summary>
    public static Matrix<double> Fit(ReferenceFastText source, ReferenceFastText target, IEnumerable<KeyValuePair<string, string>> dictionary)
    {
        KeyValuePair<string, string>[] pairs =
            [.. dictionary.Distinct().Where(pair => source.Contains(pair.Key) && target.Contains(pair.Value))];
        Matrix<double> a = Stack(pairs.Select(pair => source.GetVector(pair.Key)!));
        Matrix<double> b = Stack(pairs.Select(pair => target.GetVector(pair.Value)!));
        return Fit(a, b);
    }

    public static Matrix<double> Fit(Matrix<double> a, Matrix<double> b)
    {
        var decomposition = a.TransposeThisAndMultiply(b).Svd(computeVectors: true);
        return decomposition.U * decomposition.VT;
    }

    private static Matrix<double> Stack(IEnumerable<double[]> rows)
    {
        double[][] all = [.. rows];
        if (all.Length == 0)
            throw new ArgumentException("no usable pair");
        return Matrix<double>.Build.DenseOfRowArrays(all);
    }
}
