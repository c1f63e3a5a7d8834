using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;
using Calque.Tokenizers;

namespace Calque.Benchmarks;

/// <summary>
/// Times encoding on one thread. One repetition for each line of input: the form (<c>ids</c> or <c>offsets</c>), what is handed over at a
/// time (<c>lines</c>, <c>documents</c> of 100 kB, <c>whole</c>, <c>strings</c>: the public call with all it makes), or <c>load</c>. The first
/// answer of a process holds compiling and empty caches. What is said before all answers holds the first load of the process, reading the
/// file and compiling included.
/// </summary>
internal static class TokenizerBenchmark
{
    public static void Run(string[] args, TextReader input, TextWriter output)
    {
        byte[] text = ReadText(args[0], args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 0);
        Pieces lines = CutLines(text);
        double start = Environment.CpuUsage.TotalTime.TotalSeconds;
        Tokenizer tokenizer = Tokenizer.Load(args[1]);
        double load = Environment.CpuUsage.TotalTime.TotalSeconds - start;
        var buffers = new[] { new EncodingBuffer(), new EncodingBuffer(withOffsets: true) };
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"bytes\": {text.Length}, \"lines\": {lines.Count}, \"first_load_s\": {load:0.000000}}}"));
        output.Flush();
        while (input.ReadLine() is string command)
        {
            string[] words = command.Split(' ');
            long tokens = 0;
            ulong hash = 14695981039346656037UL;
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            double before = Environment.CpuUsage.TotalTime.TotalSeconds;
            if (words[0] == "load")
            {
                tokenizer = Tokenizer.Load(args[1]);
            }
            else if (words[1] == "strings")
            {
                for (int i = 0; i < lines.Count; i++)
                    tokens += tokenizer.Encode(Encoding.UTF8.GetString(text, lines.Start(i), lines.Length(i))).Length;
            }
            else
            {
                EncodingBuffer buffer = buffers[words[0] == "offsets" ? 1 : 0];
                Pieces pieces = words[1] switch { "lines" => lines, "documents" => Join(lines, 100_000), _ => Join(lines, int.MaxValue) };
                for (int i = 0; i < pieces.Count; i++)
                {
                    buffer.Clear();
                    tokenizer.Encode(text.AsSpan(pieces.Start(i), pieces.Length(i)), buffer);
                    tokens += buffer.Count;
                    if (words.Length > 2) // not timed: "ids lines hash"
                    {
                        foreach (int id in buffer.Ids)
                            hash = (hash ^ (uint)id) * 1099511628211UL;
                    }
                }
            }

            double cpu = Environment.CpuUsage.TotalTime.TotalSeconds - before;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{{\"cpu_s\": {cpu:0.000000}, \"tokens\": {tokens}, \"hash\": \"{hash:x16}\", \"allocated\": {allocated}}}"));
            output.Flush();
        }
    }

    private static byte[] ReadText(string path, double megabytes)
    {
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] text = memory.ToArray();
        int most = megabytes > 0 ? (int)(megabytes * 1e6) : int.MaxValue;
        if (text.Length <= most)
            return text;
        int end = text.AsSpan(most).IndexOf((byte)'\n');
        return end < 0 ? text : text[..(most + end + 1)];
    }

    private static Pieces CutLines(byte[] text)
    {
        var lines = new Pieces();
        for (int start = 0; start < text.Length;)
        {
            int length = text.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? text.Length : start + length;
            if (end > start)
                lines.Add(start, end);
            start = end + 1;
        }

        return lines;
    }

    // Neighbouring lines, with the line ends between them.
    private static Pieces Join(Pieces lines, int bytes)
    {
        var pieces = new Pieces();
        int start = -1, end = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            start = start < 0 ? lines.Start(i) : start;
            end = lines.Start(i) + lines.Length(i);
            if (end - start < bytes)
                continue;
            pieces.Add(start, end);
            start = -1;
        }

        if (start >= 0)
            pieces.Add(start, end);
        return pieces;
    }

    // Starts and ends of pieces. A list of ranges would be compiled during the first pass, which is to be that of the library alone.
    private sealed class Pieces
    {
        private readonly List<int> _bounds = [];

        public int Count => _bounds.Count / 2;

        public int Start(int index) => _bounds[2 * index];

        public int Length(int index) => _bounds[(2 * index) + 1] - _bounds[2 * index];

        public void Add(int start, int end)
        {
            _bounds.Add(start);
            _bounds.Add(end);
        }
    }
}
