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
        long extra = 0;
        float[] queries = Load(Option(args, "--queries"), "queries", queryCount * depth);
        float[] pool = Load(Option(args, "--pool"), "pool", poolCount * depth);
        bool both = Has(args, "--both");
        NeighborScreen screen = Option(args, "--screen") is { } name ? Enum.Parse<NeighborScreen>(name, ignoreCase: true) : NeighborScreen.Automatic;
        NeighborSearchOptions options = new() { Threads = threads, Screen = screen, BlockRows = Option(args, "--block") is { } rows ? Number(rows) : 0 };
        bool lockstep = Has(args, "--lockstep");
        bool once = Has(args, "--once");
        if (Has(args, "--load-only"))
        {
            return;
        }

        if (!once)
        {
            NearestNeighbors.Search(queries, Math.Min(queryCount, 512), pool, poolCount, depth, top, options);
        }

        for (int repetition = 0; lockstep ? input.ReadLine() is not null : repetition < (once ? 1 : Option(args, "--repeat") is { } times ? Number(times) : 3); repetition++)
        {
            Process process = Process.GetCurrentProcess();
            long before = process.PeakWorkingSet64;
            TimeSpan cpuBefore = process.TotalProcessorTime;
            Stopwatch wall = Stopwatch.StartNew();
            MutualNeighbors? mutual = both ? NearestNeighbors.SearchBoth(queries, queryCount, pool, poolCount, depth, top, options) : null;
            NeighborTable table = mutual?.OfQueries ?? NearestNeighbors.Search(queries, queryCount, pool, poolCount, depth, top, options);
            double seconds = wall.Elapsed.TotalSeconds;
            process.Refresh();
            double cpu = (process.TotalProcessorTime - cpuBefore).TotalSeconds;
            if (repetition == 0)
            {
                extra = (process.PeakWorkingSet64 - before) >> 20;
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"seconds\": {seconds:0.0000}, \"cpu_s\": {cpu:0.0000}, \"hash\": \"{Hash(table):x16}\", \"pool_hash\": \"{(mutual is null ? 0 : Hash(mutual.OfPool)):x16}\", \"screen\": \"{table.Screen!.Screen}\", \"depth\": {table.Screen.Depth}, \"checks\": {table.Screen.ExpectedChecks}, \"extra_mb\": {extra}, \"peak_mb\": {process.PeakWorkingSet64 >> 20}}}"));
            output.Flush();
            if (repetition == 0 && Option(args, "--dump") is { } path)
            {
                Dump(table, path);
                if (mutual is not null)
                {
                    Dump(mutual.OfPool, path + ".back");
                }
            }
        }
    }

    /// <summary>Writes the indices as 32-bit integers and the similarities as doubles.</summary>
    private static void Dump(NeighborTable table, string path)
    {
        using FileStream ids = File.Create(path + ".ids");
        using FileStream similarities = File.Create(path + ".sim");
        for (int q = 0; q < table.Count; q++)
        {
            ids.Write(MemoryMarshal.AsBytes(table.Indices(q)));
            similarities.Write(MemoryMarshal.AsBytes(table.Similarities(q)));
        }
    }

    private static bool Has(string[] args, string name) => Array.IndexOf(args, name) >= 0;

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
