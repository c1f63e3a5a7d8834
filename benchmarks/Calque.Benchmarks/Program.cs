using System;
using System.IO;

namespace Calque.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        TextWriter output = Console.Out;
        switch (args)
        {
            case ["neighbors", .. string[] rest]:
                NeighborBenchmark.Run(rest, Console.In, output);
                return 0;
            case ["retrieval", .. string[] rest]:
                RetrievalBenchmark.Run(rest, Console.In, output);
                return 0;
            case ["linear-algebra"]:
                LinearAlgebraBenchmark.Run(output);
                return 0;
            case ["tokenizers", .. string[] rest]:
                TokenizerBenchmark.Run(rest, Console.In, output);
                return 0;
            default:
                Console.Error.WriteLine("usage: calque-benchmarks neighbors QUERIES POOL DEPTH [--threads T] [--top K] [--queries FILE --pool FILE] [--lockstep]");
                Console.Error.WriteLine("       calque-benchmarks retrieval QUERIES POOL DEPTH --queries FILE --pool FILE [--mode means|retrieval|both] [--threads T] [--top K] [--dump FILE]");
                Console.Error.WriteLine("       calque-benchmarks linear-algebra");
                Console.Error.WriteLine("       calque-benchmarks tokenizers TEXT TOKENIZER [MEGABYTES]");
                return 2;
        }
    }
}
