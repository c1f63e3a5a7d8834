using System;

namespace Calque.Numerics.Neighbors;

/// <summary>Turns lists over distinct rows into rows of the table.</summary>
internal static class ResultRows
{
    /// <summary>
    /// Writes the neighbours of one query, each distinct pool row with its repeats. The k best distinct rows suffice: each row
    /// that comes before another brings at least one pool row before it.
    /// </summary>
    public static void Write(ExactList list, DistinctRows pool, NeighborTable table, int query)
    {
        Span<int> indices = table.WritableIndices(query);
        Span<double> similarities = table.WritableSimilarities(query);
        if (!pool.HasRepeats)
        {
            for (int rank = 0; rank < indices.Length; rank++)
            {
                indices[rank] = list.Column(rank);
                similarities[rank] = list.Score(rank);
            }

            return;
        }

        int written = 0;
        int best = 0;
        while (written < indices.Length)
        {
            // All groups of one score together: their members are ordered by pool row, not by group.
            double score = list.Score(best);
            int runStart = written;
            for (; best < list.Count && list.Score(best) == score; best++)
            {
                for (int row = pool.First(list.Column(best)); row >= 0; row = pool.Next(row))
                {
                    if (written == indices.Length && indices[^1] < row)
                    {
                        break; // repeats stand in ascending order: none of the rest can enter
                    }

                    written = InsertAscending(indices, runStart, written, row);
                }
            }

            similarities[runStart..written].Fill(score);
        }
    }

    /// <summary>Gives repeated queries the result of their first.</summary>
    public static void CopyRepeats(DistinctRows queries, NeighborTable table)
    {
        if (!queries.HasRepeats)
        {
            return;
        }

        for (int query = 0; query < queries.RowCount; query++)
        {
            int first = queries.First(queries.GroupOf(query));
            if (first != query)
            {
                table.Indices(first).CopyTo(table.WritableIndices(query));
                table.Similarities(first).CopyTo(table.WritableSimilarities(query));
            }
        }
    }

    private static int InsertAscending(Span<int> indices, int start, int end, int row)
    {
        if (end == indices.Length)
        {
            end--;
        }

        int place = end;
        while (place > start && indices[place - 1] > row)
        {
            indices[place] = indices[place - 1];
            place--;
        }

        indices[place] = row;
        return end + 1;
    }
}
