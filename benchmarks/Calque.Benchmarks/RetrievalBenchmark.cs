using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Calque.Retrieval;

namespace Calque.Benchmarks;

/// <summary>Times retrieval by CSLS: the neighbourhood means alone, or with the best answers to all queries; one repetition a line of input.</summary>
internal static class RetrievalBenchmark
{
    public static void Run(string[] args, TextReader input, TextWriter output)
    {
        int queryCount = Number(args[0]), poolCount = Number(args[1]), dimension = Number(args[2]);
        int threads = Number(Option(args, "--threads") ?? "1"), top = Number(Option(args, "--top") ?? "10");
        string mode = Option(args, "--mode") ?? "retrieval";
        float[] queries = Load(Option(args, "--queries")!, queryCount * dimension);
        float[] pool = Load(Option(args, "--pool")!, poolCount * dimension);
        RetrievalOptions options = new() { Threads = threads };
        int[] all = [.. Enumerable.Range(0, queryCount)];
        // Compiled before it is timed, as NumPy's code is.
        TranslationRetrieval.Prepare(queries, Math.Min(512, queryCount), pool, Math.Min(2048, poolCount), dimension, options).Translate(all.AsSpan(0, Math.Min(64, queryCount)), top);
        while (input.ReadLine() is not null)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Stopwatch wall = Stopwatch.StartNew();
            TranslationRetrieval retrieval = TranslationRetrieval.Prepare(queries, queryCount, pool, poolCount, dimension, options);
            RetrievalTable? table = mode == "means" ? null : mode == "both" ? retrieval.TranslateBoth(top).OfSource : retrieval.Translate(all, top);
            double seconds = wall.Elapsed.TotalSeconds;
            double cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            if (table is not null && Option(args, "--dump") is { } path)
                Dump(table, path);
            using Process process = Process.GetCurrentProcess();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{{\"seconds\": {seconds:0.0000}, \"cpu_s\": {cpu:0.0000}, \"peak_mb\": {process.PeakWorkingSet64 >> 20}}}"));
            output.Flush();
        }
    }

    private static void Dump(RetrievalTable table, string path)
    {
        using FileStream file = File.Create(path);
        for (int q = 0; q < table.Count; q++)
            file.Write(MemoryMarshal.AsBytes(table.Indices(q)));
    }

    private static float[] Load(string path, int count)
    {
        float[] values = new float[count];
        using FileStream file = File.OpenRead(path);
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static string? Option(string[] args, string name)
    {
        int place = Array.IndexOf(args, name);
        return place >= 0 && place + 1 < args.Length ? args[place + 1] : null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
