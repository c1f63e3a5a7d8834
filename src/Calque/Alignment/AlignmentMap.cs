using System;
using System.Collections.Generic;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>A linear map W from the source space of word vectors into the target space: u' = u W.</summary>
public sealed class AlignmentMap
{
    internal AlignmentMap(int dimension, double[] matrix, double residual, double[] singularValues, int distinctPairs, double[] rightVectors)
    {
        Dimension = dimension;
        Matrix = matrix;
        Residual = residual;
        SingularValues = singularValues;
        DistinctPairs = distinctPairs;
        RightVectors = rightVectors;
    }

    /// <summary>Dimensions of both spaces.</summary>
    public int Dimension { get; }

    /// <summary>W, [<see cref="Dimension"/> × <see cref="Dimension"/>], row-major: the row vector u becomes u W.</summary>
    public double[] Matrix { get; }

    /// <summary>‖X W − Y‖ / ‖Y‖ over the training pairs (Frobenius norms, with the pairs' weights): 0 is a perfect fit.</summary>
    public double Residual { get; }

    /// <summary>Singular values of Xᵀ Y, in descending order: how firmly the pairs hold each direction.</summary>
    public double[] SingularValues { get; }

    /// <summary>Pairs that differ from each other (as vectors, bit for bit).</summary>
    public int DistinctPairs { get; }

    /// <summary>The right singular vectors of Xᵀ Y as columns, [<see cref="Dimension"/> × <see cref="Dimension"/>], row-major.</summary>
    internal double[] RightVectors { get; }

    /// <summary>The smallest singular value through the largest; 0 where all are 0.</summary>
    public double SingularValueRatio => SingularValues.Length == 0 || SingularValues[0] == 0 ? 0 : SingularValues[^1] / SingularValues[0];

    /// <summary>Fewer pairs than dimensions: some directions are not determined by the dictionary.</summary>
    public bool HasTooFewPairs => DistinctPairs < Dimension;

    /// <summary>Some directions are held by less than the rounding of the pairs' numbers (float: 1e-7): W is arbitrary there.</summary>
    public bool IsPoorlyConditioned => SingularValueRatio < 1e-7;

    /// <summary>What a user should know about this map, in whole sentences; empty where all is well.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [];
            if (HasTooFewPairs)
            {
                warnings.Add(FormattableString.Invariant(
                    $"The dictionary gives {DistinctPairs} distinct pairs for {Dimension} dimensions: the rotation is not unique. A larger dictionary helps."));
            }
            else if (IsPoorlyConditioned)
            {
                warnings.Add(FormattableString.Invariant(
                    $"The pairs hardly determine some directions (smallest singular value {SingularValueRatio:0.0e+0} of the largest): the rotation is arbitrary there."));
            }

            return warnings;
        }
    }

    /// <summary>Maps rows in place: each row u becomes u W, summed in double and rounded once.</summary>
    /// <param name="rows">Whole rows of <see cref="Dimension"/> floats.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension.</exception>
    public void Apply(Span<float> rows)
    {
        if (rows.Length % Dimension != 0)
        {
            throw new ArgumentException($"{rows.Length} numbers are not whole rows of {Dimension}.", nameof(rows));
        }

        MatrixProducts.MapRows(rows, rows.Length / Dimension, Dimension, Matrix, Dimension, rows);
    }
}
