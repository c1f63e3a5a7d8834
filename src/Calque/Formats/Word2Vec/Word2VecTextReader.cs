using System;
using System.Collections.Generic;
using System.Globalization;
using Calque.Formats.Inputs;

namespace Calque.Formats.Word2Vec;

/// <summary>
/// Reads word vectors in text form line by line: <c>word value value …</c>, with or without a header line. A line that does
/// not fit is counted by reason and left out, never fatal.
/// </summary>
internal sealed class Word2VecTextReader : IDisposable
{
    /// <summary>More values a line than any vectors have; a header beyond it is no header of vectors.</summary>
    public const int LargestDimension = 65_536;

    /// <summary>How many lines the dimension of a file without header is taken from.</summary>
    private const int SampleLines = 10;

    private readonly LineReader lines;
    private readonly string path;
    private readonly float[] values;
    private readonly SortedDictionary<VectorLineKind, (int Count, int First)> leftOut = [];
    private byte[]? pendingLine;

    private Word2VecTextReader(LineReader lines, string path, int dimension, long? claimedCount, byte[]? pendingLine)
    {
        this.lines = lines;
        this.path = path;
        this.pendingLine = pendingLine;
        ClaimedCount = claimedCount;
        values = new float[dimension];
    }

    /// <summary>Values a word.</summary>
    public int Dimension => values.Length;

    /// <summary>Words, as the header claims; null without header.</summary>
    public long? ClaimedCount { get; }

    /// <summary>Number of the line that was read last.</summary>
    public int LineNumber => lines.LineNumber;

    /// <summary>The values of the line that was read last.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Opens a file (or what is in it, where it is gzip).</summary>
    /// <param name="path">The file.</param>
    /// <param name="sample">Its first bytes, uncompressed: a file without header takes its dimension from them.</param>
    public static Word2VecTextReader Open(string path, ReadOnlySpan<byte> sample)
    {
        LineReader lines = new(InputFile.OpenRead(path, VectorFault.Create), path, VectorFault.Create);
        try
        {
            if (!lines.TryRead(out ReadOnlySpan<byte> first))
                throw VectorFault.Create(path, "an empty file", "word vectors", "The download may have failed: fetch it again.");
            if (!Word2VecHeader.TryParse(first, out Word2VecHeader header))
                return new Word2VecTextReader(lines, path, GuessDimension(sample, path), null, first.ToArray());
            if (header.Dimension is < 1 or > LargestDimension)
            {
                throw VectorFault.Create(
                    $"{path}, line 1", Text($"dimension {header.Dimension}"), Text($"1 to {LargestDimension}"),
                    "The first line should hold the number of words and the number of values a word.");
            }

            return new Word2VecTextReader(lines, path, (int)header.Dimension, header.Count, null);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next line that fits; its values are then in <see cref="Values"/>.</summary>
    public bool TryRead(out ReadOnlySpan<byte> word)
    {
        while (TryReadLine(out ReadOnlySpan<byte> line))
        {
            VectorLineKind kind = VectorLine.Parse(line, values, out word);
            if (kind == VectorLineKind.Vector)
                return true;
            leftOut.TryGetValue(kind, out (int Count, int First) seen);
            leftOut[kind] = (seen.Count + 1, seen.Count == 0 ? LineNumber : seen.First);
        }

        word = default;
        return false;
    }

    /// <summary>One sentence for each reason for which lines were left out so far.</summary>
    public IEnumerable<string> DescribeLeftOut()
    {
        foreach ((VectorLineKind kind, (int count, int first)) in leftOut)
        {
            string reason = kind switch
            {
                VectorLineKind.Empty => "empty",
                VectorLineKind.NoWord => "values without a word",
                VectorLineKind.NotFinite => "NaN or infinity among the values",
                _ => Text($"not a word and {Dimension} numbers"),
            };
            yield return Text($"{count} {(count == 1 ? "line" : "lines")} left out: {reason} (first: line {first})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    /// <summary>The error of a file without a single vector.</summary>
    public CalqueException NothingUsable() => VectorFault.Create(
        path, Text($"no vector in {LineNumber} {(LineNumber == 1 ? "line" : "lines")} ({string.Join("; ", DescribeLeftOut())})"),
        Text($"a word and {Dimension} numbers a line"), "Is the first line right, and is this a file of word vectors?");

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (pendingLine is null)
            return lines.TryRead(out line);
        line = pendingLine;
        pendingLine = null;
        return true;
    }

    /// <summary>The number of values that most of the first lines have; of equally frequent numbers the lower.</summary>
    private static int GuessDimension(ReadOnlySpan<byte> sample, string path)
    {
        SortedDictionary<int, int> votes = [];
        int read = 0;
        foreach (Range range in sample.Split((byte)'\n'))
        {
            int count = VectorLine.CountTrailingNumbers(sample[range].TrimEnd((byte)'\r'));
            if (count > 0)
                votes[count] = votes.GetValueOrDefault(count) + 1;
            if (++read == SampleLines)
                break;
        }

        int best = 0;
        foreach ((int count, int lines) in votes)
        {
            if (best == 0 || lines > votes[best])
                best = count;
        }

        if (best is 0 or > LargestDimension)
            throw VectorFault.Create($"{path}, line 1", "neither a header nor a word with numbers", "word vectors", "Is this a file of word vectors?");
        return best;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
