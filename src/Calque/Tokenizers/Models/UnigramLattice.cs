using System;

namespace Calque.Tokenizers.Models;

/// <summary>The best path to each byte of a sentence: score, where its last piece starts, and which piece that is.</summary>
internal sealed class UnigramLattice
{
    /// <summary>The score of the best path that ends here.</summary>
    public double[] Scores { get; private set; } = new double[256];

    /// <summary>Where its last piece starts; -1 where no path ends.</summary>
    public int[] Starts { get; private set; } = new int[256];

    /// <summary>The id of its last piece.</summary>
    public int[] Ids { get; private set; } = new int[256];

    /// <summary>Makes room for a sentence of so many bytes and clears it.</summary>
    public void Reset(int length)
    {
        if (Scores.Length <= length)
        {
            int size = Math.Max(length + 1, Scores.Length * 2);
            Scores = new double[size];
            Starts = new int[size];
            Ids = new int[size];
        }

        Array.Fill(Starts, -1, 0, length + 1);
        Scores[0] = 0;
    }
}
