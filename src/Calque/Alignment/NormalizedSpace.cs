using System;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;

namespace Calque.Alignment;

/// <summary>A vocabulary's rows after normalisation, with what was done.</summary>
internal sealed record NormalizedSpace(float[] Rows, int Count, int Dimension, VectorNormalizer Normalizer)
{
    private const int BlockRows = 512;

    public static NormalizedSpace Make(VocabularyVectors vocabulary, VectorNormalization normalization)
    {
        float[] rows = [.. vocabulary.Rows];
        VectorNormalizer normalizer = VectorNormalizer.Fit(normalization, rows, vocabulary.Count, vocabulary.Dimension);
        return new NormalizedSpace(rows, vocabulary.Count, vocabulary.Dimension, normalizer);
    }

    /// <summary>Some rows, one after the other.</summary>
    public float[] Gather(int[] places)
    {
        float[] gathered = new float[(long)places.Length * Dimension];
        for (int i = 0; i < places.Length; i++)
        {
            Rows.AsSpan(places[i] * Dimension, Dimension).CopyTo(gathered.AsSpan(i * Dimension));
        }

        return gathered;
    }

    /// <summary>Some rows, mapped.</summary>
    /// <param name="places">Which rows.</param>
    /// <param name="map">[<see cref="Dimension"/> × outputs]; null: the identity.</param>
    /// <param name="outputs">Dimensions of the result.</param>
    /// <param name="threads">Threads to use.</param>
    public float[] Map(int[] places, double[]? map, int outputs, int threads)
    {
        float[] gathered = Gather(places);
        if (map is null)
        {
            return gathered;
        }

        float[] mapped = new float[(long)places.Length * outputs];
        WorkSharing.ForBlocks(threads, places.Length, BlockRows, (first, block) => MatrixProducts.MapRows(
            gathered.AsSpan(first * Dimension, block * Dimension), block, Dimension, map, outputs, mapped.AsSpan(first * outputs, block * outputs)));
        return mapped;
    }
}
