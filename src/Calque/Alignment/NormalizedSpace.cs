using System;
using System.Collections.Generic;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;

namespace Calque.Alignment;

/// <summary>A vocabulary's rows after normalisation, with what was done. Rows from <see cref="Count"/> on are those of its composed entries.</summary>
internal sealed record NormalizedSpace(float[] Rows, int Count, int Dimension, VectorNormalizer Normalizer)
{
    private const int BlockRows = 512;

    public static NormalizedSpace Make(VocabularyVectors vocabulary, VectorNormalization normalization)
    {
        float[] rows = [.. vocabulary.Rows];
        VectorNormalizer normalizer = VectorNormalizer.Fit(normalization, rows, vocabulary.Count, vocabulary.Dimension);
        return new NormalizedSpace(WithComposed(rows, vocabulary, normalizer.Unit), vocabulary.Count, vocabulary.Dimension, normalizer);
    }

    /// <summary>
    /// Entries of several words are composed of normalised rows: what all words have in common does not add up then, and a linear map of the sum is the sum of the
    /// maps. Where rows have unit length so have they.
    /// </summary>
    private static float[] WithComposed(float[] rows, VocabularyVectors vocabulary, bool unit)
    {
        if (vocabulary.Composed.Count == 0)
        {
            return rows;
        }

        int dimension = vocabulary.Dimension;
        float[] all = new float[(long)vocabulary.RowCount * dimension];
        rows.AsSpan(0, vocabulary.Count * dimension).CopyTo(all);
        double[] sum = new double[dimension];
        for (int entry = 0; entry < vocabulary.Composed.Count; entry++)
        {
            Array.Clear(sum);
            IReadOnlyList<int> words = vocabulary.Composed[entry].Words;
            foreach (int word in words)
            {
                for (int i = 0; i < dimension; i++)
                {
                    sum[i] += rows[(word * dimension) + i];
                }
            }

            double scale = 1.0 / words.Count;
            if (unit)
            {
                double squared = 0;
                foreach (double value in sum)
                {
                    squared += value * value;
                }

                // Words that cancel each other out leave nothing to scale.
                scale = squared > 0 ? 1 / Math.Sqrt(squared) : 0;
            }

            Span<float> row = all.AsSpan((vocabulary.Count + entry) * dimension, dimension);
            for (int i = 0; i < dimension; i++)
            {
                row[i] = (float)(sum[i] * scale);
            }
        }

        return all;
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
