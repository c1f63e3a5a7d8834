using System;
using System.Collections.Generic;
using System.Threading;

namespace Calque.Vectors;

/// <summary>
/// The vectors of many words out of a matrix that is larger than what should count as memory: in blocks of words, the
/// rows that a block needs are read in the order in which they stand in the file. The bits are
/// those of <see cref="FastTextWordVectors.GetVector"/>, which adds a word's rows in the same order.
/// </summary>
internal static class FastTextSweep
{
    // A block's sums, in double, are memory of each thread: 20 MB at 300 dimensions.
    private const int BlockSize = 8192;

    /// <summary>Fills a row of <paramref name="result"/> and an origin for each word.</summary>
    public static void GetVectors(
        FastTextWordVectors model, Utf8Words words, float[] result, VectorOrigin[] origins, int threads,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int done = 0;
        FixedBlocks.Run(words.Count, BlockSize, threads, (first, end) =>
        {
            SweepBlock(model, words, first, end, result, origins, cancellation);
            int total = Interlocked.Add(ref done, end - first);
            progress?.Report(new OperationProgress("token vectors", total, words.Count, "surfaces"));
        }, cancellation);
    }

    private static void SweepBlock(
        FastTextWordVectors model, Utf8Words words, int first, int end, float[] result, VectorOrigin[] origins,
        CancellationToken cancellation)
    {
        int dimension = model.Dimension;
        int[] counts = new int[end - first];
        long[] requests = SortedRequests(model, words, first, counts, origins);
        double[] sums = new double[(long)counts.Length * dimension];
        int rowsDone = 0;
        foreach (long request in requests)
        {
            int row = (int)(request >> 32);
            int word = (int)(uint)request;
            if ((++rowsDone & 0xFFFF) == 0)
                cancellation.ThrowIfCancellationRequested();

            model.AddRow(row, sums.AsSpan(word * dimension, dimension));
        }

        for (int word = 0; word < counts.Length; word++)
        {
            model.Finish(
                words[first + word], sums.AsSpan(word * dimension, dimension), counts[word],
                result.AsSpan((first + word) * dimension, dimension));
        }
    }

    /// <summary>A row number above a word's place in the block, ascending.</summary>
    private static long[] SortedRequests(
        FastTextWordVectors model, Utf8Words words, int first, int[] counts, VectorOrigin[] origins)
    {
        List<long> requests = [];
        List<int> rows = [];
        for (int word = 0; word < counts.Length; word++)
        {
            rows.Clear();
            origins[first + word] = model.CollectRows(words[first + word], rows);
            counts[word] = rows.Count;
            foreach (int row in rows)
                requests.Add((long)row << 32 | (uint)word);
        }

        requests.Sort();
        return [.. requests];
    }
}
