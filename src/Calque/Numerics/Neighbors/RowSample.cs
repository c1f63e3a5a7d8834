using System;

namespace Calque.Numerics.Neighbors;

/// <summary>Rows taken at regular distances from one side, scaled to unit length.</summary>
internal sealed unsafe class RowSample
{
    /// <param name="rows">Where from.</param>
    /// <param name="wanted">How many; fewer where there are fewer.</param>
    public RowSample(UnitRows rows, int wanted)
    {
        Count = Math.Min(wanted, rows.Count);
        Dimension = rows.Dimension;
        Groups = new int[Count];
        Values = new float[(long)Count * Dimension];
        for (int i = 0; i < Count; i++)
        {
            // The middle of each of Count equal stretches.
            int group = (int)(((2L * i) + 1) * rows.Count / (2L * Count));
            Groups[i] = group;
            float* row = rows.Row(group);
            for (int k = 0; k < Dimension; k++)
            {
                Values[(i * Dimension) + k] = (float)(row[k] * rows.Scale(group));
            }
        }
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Columns.</summary>
    public int Dimension { get; }

    /// <summary>The distinct row that each is.</summary>
    public int[] Groups { get; }

    /// <summary>[<see cref="Count"/> × <see cref="Dimension"/>], row-major.</summary>
    public float[] Values { get; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Dimension, Dimension);
}
