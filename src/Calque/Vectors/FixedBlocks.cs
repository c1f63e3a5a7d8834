using System;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Vectors;

/// <summary>Splits work into blocks of a fixed size, whatever the number of threads, so that results cannot depend on it.</summary>
internal static class FixedBlocks
{
    /// <summary>Calls <paramref name="work"/> with [first, end) of every block; in order where there is one thread. An error is thrown as it was, not wrapped.</summary>
    public static void Run(int count, int blockSize, int threads, Action<int, int> work, CancellationToken cancellation)
    {
        int blocks = (int)(((long)count + blockSize - 1) / blockSize);
        void RunBlock(int block) => work(block * blockSize, (int)Math.Min(count, ((long)block + 1) * blockSize));
        if (threads == 1 || blocks <= 1)
        {
            for (int block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                RunBlock(block);
            }

            return;
        }

        try
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
            Parallel.For(0, blocks, options, RunBlock);
        }
        catch (AggregateException errors)
        {
            Exception first = errors.Flatten().InnerExceptions.First();
            ExceptionDispatchInfo.Capture(first).Throw();
        }
    }
}
