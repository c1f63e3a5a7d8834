using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>Brings languages into one space by a pivot: each is aligned with the pivot (as the target), and the pivot's own space is the common one.</summary>
/// <remarks>
/// With aligners that leave the target where it is, the pivot's space is what they lead into. Of those that move both sides the target's map is
/// folded out, A B⁺ in place of A and B; a re-weighting cancels in that.
/// </remarks>
public static class PivotAlignment
{
    /// <summary>The alignment of two languages that are both aligned with one pivot.</summary>
    /// <param name="source">From the source language to the pivot.</param>
    /// <param name="target">From the target language to the pivot.</param>
    /// <exception cref="InvalidVectorsException">The pivots are not one space: other vectors, another vocabulary limit or another normalisation.</exception>
    public static SpaceAlignment Compose(SpaceAlignment source, SpaceAlignment target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.Normalization != target.Normalization || !IsOneSpace(source.Target.Normalizer, target.Target.Normalizer))
        {
            throw new InvalidVectorsException(
                "the pivot",
                $"{source.TargetFile?.Path ?? "target vectors"} ({NormalizationNames.Of(source.Normalization)}) and {target.TargetFile?.Path ?? "target vectors"} ({NormalizationNames.Of(target.Normalization)})",
                "one file of vectors, normalised alike, as the target of both alignments",
                "Align both languages with the same pivot, with the same --vocabulary-limit and --normalization.");
        }

        return new SpaceAlignment("pivot", source.Normalization, IntoPivot(source), IntoPivot(target))
        {
            SourceFile = source.SourceFile,
            TargetFile = target.SourceFile,
            VocabularyLimit = source.VocabularyLimit,
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["pivot"] = source.TargetFile?.Path ?? "",
                ["source_method"] = source.Method,
                ["target_method"] = target.Method,
            },
        };
    }

    /// <summary>The source side of an alignment, led into the target's own normalised space.</summary>
    public static SideMap IntoPivot(SpaceAlignment alignment)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        if (alignment.Target.Matrix is not { } moved)
        {
            return alignment.Source;
        }

        int own = alignment.Source.InputDimension, common = alignment.Dimension, pivot = alignment.Target.InputDimension;
        double[] back = PseudoInverse(moved, pivot, common);
        double[] map = alignment.Source.Matrix is { } matrix ? MatrixProducts.Multiply(matrix, back, own, common, pivot) : back;
        return new SideMap(alignment.Source.Normalizer, map, pivot);
    }

    /// <summary>B⁺ of B [rows × columns]: [columns × rows].</summary>
    private static double[] PseudoInverse(double[] matrix, int rows, int columns)
    {
        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(matrix, rows, columns);
        int count = decomposition.Count;
        double[] left = new double[(long)columns * count];
        double[] right = new double[(long)count * rows];
        for (int r = 0; r < count; r++)
        {
            double inverse = decomposition.Values[r] > 1e-12 * decomposition.Values[0] ? 1 / decomposition.Values[r] : 0;
            for (int j = 0; j < columns; j++)
            {
                left[(j * count) + r] = decomposition.V[(j * count) + r] * inverse;
            }

            for (int i = 0; i < rows; i++)
            {
                right[(r * rows) + i] = decomposition.U[(i * count) + r];
            }
        }

        return MatrixProducts.Multiply(left, right, columns, count, rows);
    }

    private static bool IsOneSpace(VectorNormalizer a, VectorNormalizer b) =>
        a.Dimension == b.Dimension && a.Unit == b.Unit && a.Means.Count == b.Means.Count && a.Means.Zip(b.Means).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
