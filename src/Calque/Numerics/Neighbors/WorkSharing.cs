using System;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Numerics.Neighbors;

/// <summary>Hands blocks of rows to threads as they come free. What a block computes must not depend on who computes it.</summary>
internal static class WorkSharing
{
    /// <summary>Runs the same work on several threads at once; it shares itself out.</summary>
    public static void Run(int threads, Action work)
    {
        if (threads <= 1)
        {
            work();
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => work());
    }

    /// <summary>Runs (first row, row count) over all rows in blocks.</summary>
    public static void ForBlocks(int threads, int rows, int blockRows, Action<int, int> work)
    {
        int blocks = (int)(((long)rows + blockRows - 1) / blockRows);
        int next = -1;
        Run(Math.Min(threads, blocks), () =>
        {
            int block;
            while ((block = Interlocked.Increment(ref next)) < blocks)
            {
                int first = block * blockRows;
                work(first, Math.Min(blockRows, rows - first));
            }
        });
    }
}
