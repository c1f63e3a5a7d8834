using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Tokenizers.Corpora;

/// <summary>
/// Lines of a file in, lines of JSON out. Lines are taken in blocks; a block is cut into fixed parts that threads work on, and the
/// parts are written in order: the output does not depend on the number of threads.
/// </summary>
internal sealed class LineBlocks
{
    private const int BlockLines = 2048;
    private const int BlockBytes = 4 << 20;
    private const int PartLines = 64;

    private readonly Func<LineContext, bool> _work;
    private readonly List<int> _ends = [];
    private readonly List<LineContext> _contexts = []; // of the parts of a block, used again for the next
    private byte[] _text = new byte[1 << 16];

    /// <param name="work">Writes one line; false leaves it out.</param>
    public LineBlocks(Func<LineContext, bool> work) => _work = work;

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>What <see cref="LineContext.Tokens"/> added up to.</summary>
    public long Tokens { get; private set; }

    /// <summary>What <see cref="LineContext.TextBytes"/> added up to.</summary>
    public long TextBytes { get; private set; }

    /// <summary>What <see cref="LineContext.UnknownIds"/> added up to.</summary>
    public long UnknownIds { get; private set; }

    /// <summary>Throws where a path is empty.</summary>
    public static void Require(string option, string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidOptionException(option, "an empty path", "a file", "Name the file.");
    }

    /// <summary>Throws where the number of threads cannot be.</summary>
    public static void RequireThreads(int threads)
    {
        if (threads < 0)
        {
            throw new InvalidOptionException("--threads", string.Create(CultureInfo.InvariantCulture, $"{threads}"), "a number from 0",
                "0 uses every processor; the output is the same.");
        }
    }

    /// <summary>The error of a line that cannot be used.</summary>
    public static InvalidInputException Fault(string place, string found, string expected, string hint, Exception? inner = null) =>
        new(place, found, expected, hint, inner);

    /// <summary>Works through a file.</summary>
    public CorpusResult Run(Tokenizer tokenizer, string input, string output, int threads,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        long begin = Stopwatch.GetTimestamp();
        using var lines = new LineReader(InputFile.OpenRead(input, Fault), input, Fault);
        // A terminal is input and output at once.
        OutputPlacement.Check(output, input.StartsWith("/dev/", StringComparison.Ordinal) ? tokenizer.Files : [.. tokenizer.Files, input]);
        threads = threads == 0 ? Environment.ProcessorCount : threads;
        using OutputFile file = OutputFile.Create(output, overwrite: true);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        int first = 1;
        while (ReadBlock(lines))
        {
            cancellation.ThrowIfCancellationRequested();
            WorkOn(input, first, parallel, file.Stream);
            first += _ends.Count;
            progress?.Report(new OperationProgress("lines", Lines, 0, "lines"));
        }

        file.Commit();
        return new CorpusResult
        {
            Tokenizer = tokenizer.Path,
            Output = output,
            Lines = Lines,
            Tokens = Tokens,
            TextBytes = TextBytes,
            UnknownIds = UnknownIds,
            Seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds,
            Threads = threads,
            Warnings = tokenizer.Warnings,
        };
    }

    private bool ReadBlock(LineReader lines)
    {
        _ends.Clear();
        int length = 0;
        while (_ends.Count < BlockLines && length < BlockBytes && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (length + line.Length > _text.Length)
                Array.Resize(ref _text, Math.Max(_text.Length * 2, length + line.Length));
            line.CopyTo(_text.AsSpan(length));
            length += line.Length;
            _ends.Add(length);
        }

        return _ends.Count > 0;
    }

    private void WorkOn(string input, int firstLine, ParallelOptions options, Stream output)
    {
        int parts = (_ends.Count + PartLines - 1) / PartLines;
        while (_contexts.Count < parts)
            _contexts.Add(new LineContext(input));
        var errors = new ExceptionDispatchInfo?[parts];
        void Work(int part)
        {
            LineContext context = _contexts[part];
            context.Clear();
            try
            {
                for (int i = part * PartLines; i < Math.Min(_ends.Count, (part + 1) * PartLines); i++)
                {
                    int start = i == 0 ? 0 : _ends[i - 1];
                    context.Begin(_text.AsMemory(start, _ends[i] - start), firstLine + i);
                    if (_work(context))
                        context.End();
                }
            }
            catch (CalqueException error)
            {
                // The first fault of the file is reported, whichever thread finds one first.
                errors[part] = ExceptionDispatchInfo.Capture(error);
            }
        }

        if (options.MaxDegreeOfParallelism == 1)
        {
            for (int part = 0; part < parts; part++)
                Work(part);
        }
        else
        {
            Parallel.For(0, parts, options, Work);
        }

        for (int part = 0; part < parts; part++)
        {
            errors[part]?.Throw();
            LineContext context = _contexts[part];
            output.Write(context.Written);
            Lines += context.Lines;
            Tokens += context.Tokens;
            TextBytes += context.TextBytes;
            UnknownIds += context.UnknownIds;
        }
    }
}
