using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Benchmarks;

/// <summary>Times the neighbour search, packing and exact scores included; with --lockstep one repetition a line of input.</summary>
internal static class NeighborBenchmark
{
    public static void Run(string[] args, TextReader input, TextWriter output)
    {
        int queryCount = Number(args[0]);
        int poolCount = Number(args[1]);
        int depth = Number(args[2]);
        int threads = Option(args, "--threads") is { } t ? Number(t) : 1;
        int top = Option(args, "--top") is { } k ? Number(k) : 10;
        float[] queries = Load(Option(args, "--queries"), "queries", queryCount * depth);
        float[] pool = Load(Option(args, "--pool"), "pool", poolCount * depth);
        NeighborSearchOptions options = new() { Threads = threads };
        bool lockstep = Array.IndexOf(args, "--lockstep") >= 0;
        NearestNeighbors.Search(queries, Math.Min(queryCount, 512), pool, poolCount, depth, top, options);
        for (int repetition = 0; lockstep ? input.ReadLine() is not null : repetition < 3; repetition++)
        {
            Process process = Process.GetCurrentProcess();
            TimeSpan before = process.TotalProcessorTime;
            Stopwatch wall = Stopwatch.StartNew();
            NeighborTable table = NearestNeighbors.Search(queries, queryCount, pool, poolCount, depth, top, options);
            double seconds = wall.Elapsed.TotalSeconds;
            process.Refresh();
            double cpu = (process.TotalProcessorTime - before).TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"seconds\": {seconds:0.0000}, \"cpu_s\": {cpu:0.0000}, \"hash\": \"{Hash(table):x16}\", \"peak_mb\": {process.PeakWorkingSet64 >> 20}}}"));
            output.Flush();
        }
    }

    private static ulong Hash(NeighborTable table)
    {
        ulong hash = 14695981039346656037UL;
        for (int q = 0; q < table.Count; q++)
        {
            foreach (int index in table.Indices(q))
            {
                hash = (hash ^ (uint)index) * 1099511628211UL;
            }

            foreach (double similarity in table.Similarities(q))
            {
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(similarity)) * 1099511628211UL;
            }
        }

        return hash;
    }

    private static float[] Load(string? path, string purpose, int count)
    {
        float[] values = new float[count];
        if (path is not null)
        {
            using FileStream file = File.OpenRead(path);
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        KeyedRandom random = new(1, purpose, 0);
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextNormal();
        }

        return values;
    }

    private static string? Option(string[] args, string name)
    {
        int place = Array.IndexOf(args, name);
        return place < 0 ? null : args[place + 1];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
