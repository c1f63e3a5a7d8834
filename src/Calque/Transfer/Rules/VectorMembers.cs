using System;
using Calque.Vectors;

namespace Calque.Transfer.Rules;

/// <summary>The rows of a side's token vectors that take part in a search, and the tokens of each in ascending order.</summary>
internal sealed class VectorMembers
{
    private readonly int[] _rows;
    private readonly int[] _starts;
    private readonly int[] _tokens;

    private VectorMembers(int[] rows, int[] starts, int[] tokens)
    {
        _rows = rows;
        _starts = starts;
        _tokens = tokens;
    }

    /// <summary>How many rows take part.</summary>
    public int Count => _rows.Length;

    /// <summary>The tokens of all of them.</summary>
    public int TokenCount => _tokens.Length;

    /// <summary>Finds the rows that a token of a kind has.</summary>
    public static VectorMembers Of(TokenVectors vectors, Predicate<int> takesPart)
    {
        int[] counts = new int[vectors.RowCount];
        bool[] isMember = new bool[vectors.TokenCount];
        for (int id = 0; id < isMember.Length; id++)
        {
            isMember[id] = vectors.VectorOfToken[id] >= 0 && takesPart(id);
            if (isMember[id])
                counts[vectors.VectorOfToken[id]]++;
        }

        int members = 0;
        foreach (int count in counts)
            members += count > 0 ? 1 : 0;
        int[] rows = new int[members];
        int[] starts = new int[members + 1];
        int[] ends = new int[vectors.RowCount];
        int member = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            ends[row] = starts[member];
            if (counts[row] == 0)
                continue;
            rows[member] = row;
            starts[member + 1] = starts[member] + counts[row];
            member++;
        }

        int[] tokens = new int[starts[members]];
        for (int id = 0; id < isMember.Length; id++)
        {
            if (isMember[id])
                tokens[ends[vectors.VectorOfToken[id]]++] = id;
        }

        return new VectorMembers(rows, starts, tokens);
    }

    /// <summary>The tokens of a row that takes part, ascending.</summary>
    /// <param name="member">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<int> TokensOf(int member) => _tokens.AsSpan(_starts[member], _starts[member + 1] - _starts[member]);

    /// <summary>The rows that take part, one after another: the vectors' own memory where all of them do.</summary>
    public float[] Gather(TokenVectors vectors) => Count == vectors.RowCount ? vectors.Rows : Gather(vectors, Count);

    /// <summary>The first rows that take part.</summary>
    public float[] Gather(TokenVectors vectors, int count)
    {
        float[] gathered = new float[(long)count * vectors.Dimension];
        for (int i = 0; i < count; i++)
            vectors.Rows.AsSpan(_rows[i] * vectors.Dimension, vectors.Dimension).CopyTo(gathered.AsSpan(i * vectors.Dimension));
        return gathered;
    }
}
