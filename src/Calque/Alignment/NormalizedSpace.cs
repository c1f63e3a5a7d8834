using System;

namespace Calque.Alignment;

/// <summary>A vocabulary's rows after normalisation, with what was done.</summary>
internal sealed record NormalizedSpace(float[] Rows, int Count, int Dimension, VectorNormalizer Normalizer)
{
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
}
