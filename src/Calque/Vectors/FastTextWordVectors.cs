using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Calque.Formats.FastText;
using Calque.Numerics.Sparse;

namespace Calque.Vectors;

/// <summary>The vectors of a fastText model.</summary>
internal sealed class FastTextWordVectors : WordVectors
{
    [ThreadStatic]
    private static List<int>? rowBuffer;

    [ThreadStatic]
    private static double[]? sumBuffer;

    [ThreadStatic]
    private static float[]? onesBuffer;

    private readonly FastTextFile file;

    public FastTextWordVectors(string path, FastTextFile file)
        : base(path)
    {
        this.file = file;
        if (file.Arguments.Model == FastTextArguments.Classifier)
        {
            Warnings =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a classifier: its vectors were trained to tell {file.LabelCount} labels, not to give words a meaning; the labels are left out"),
            ];
        }
    }

    public override string Format => "fastText model";

    public override int Dimension => file.Arguments.Dimension;

    public override int Count => file.WordCount;

    public override bool HasSubwords => file.Arguments.HasSubwords;

    public override IReadOnlyList<string> Warnings { get; } = [];

    /// <summary>Whether the matrix is too large to be mapped: its rows are read one by one, best in their order.</summary>
    public bool IsLarge => file.ReadsRows;

    public override ReadOnlySpan<byte> GetWordUtf8(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return file.GetWord(index);
    }

    public override long GetFrequency(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        long count = file.GetCount(index);
        return count >= 0
            ? count
            : throw new InvalidVectorsException(
                Path, string.Create(CultureInfo.InvariantCulture, $"a count of {count} for '{GetWord(index)}'"), "0 or more",
                "The file is damaged: compare its checksum with the source.");
    }

    public override void GetWordRow(int index, Span<float> destination)
    {
        ReadOnlySpan<byte> word = GetWordUtf8(index);
        destination = destination[..Dimension];
        file.GetRowBytes(index).CopyTo(MemoryMarshal.AsBytes(destination));
        CheckFinite(destination, word);
    }

    public override unsafe VectorOrigin GetVector(ReadOnlySpan<byte> word, Span<float> destination)
    {
        List<int> rows = rowBuffer ??= [];
        rows.Clear();
        VectorOrigin origin = CollectRows(word, rows);
        Span<double> sums = (sumBuffer is { } buffer && buffer.Length >= Dimension ? buffer : sumBuffer = new double[Dimension]).AsSpan(0, Dimension);
        if (file.ReadsRows)
        {
            sums.Clear();
            foreach (int row in rows)
                AddRow(row, sums);
        }
        else
        {
            WeightedRowSum.Compute(file.Matrix, Dimension, CollectionsMarshal.AsSpan(rows), Ones(rows.Count), sums);
        }

        Finish(word, sums, rows.Count, destination);
        return origin;
    }

    /// <summary>
    /// The rows whose mean is the word's vector, ascending: whoever adds them in that order, one word at a time or all
    /// words in a sweep over the file, gets the same bits.
    /// </summary>
    public VectorOrigin CollectRows(ReadOnlySpan<byte> word, List<int> rows)
    {
        int index = IndexOf(word);
        if (index >= 0)
            rows.Add(index);
        int first = rows.Count;
        FastTextSubwords.Collect(word, file.Arguments, rows);
        Span<int> buckets = CollectionsMarshal.AsSpan(rows)[first..];
        foreach (ref int bucket in buckets)
            bucket += Count;
        buckets.Sort();
        return index >= 0 ? VectorOrigin.Word : rows.Count > 0 ? VectorOrigin.Subwords : VectorOrigin.None;
    }

    /// <summary>Adds a row of the matrix to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRow(int row, Span<double> sums)
    {
        ReadOnlySpan<byte> bytes = file.GetRowBytes(row);
        sums = sums[..Dimension];
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        nuint index = 0;
        // Each sum takes one addition a row, whatever the width: the bits are the same on every machine.
        if (Vector256.IsHardwareAccelerated)
        {
            for (; index + 8 <= (nuint)sums.Length; index += 8)
            {
                var values = Unsafe.ReadUnaligned<Vector256<float>>(ref Unsafe.Add(ref source, index * sizeof(float)));
                (var lower, var upper) = Vector256.Widen(values);
                (Vector256.LoadUnsafe(ref sum, index) + lower).StoreUnsafe(ref sum, index);
                (Vector256.LoadUnsafe(ref sum, index + 4) + upper).StoreUnsafe(ref sum, index + 4);
            }
        }

        for (; index < (nuint)sums.Length; index++)
            Unsafe.Add(ref sum, index) += Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref source, index * sizeof(float)));
    }

    // A sum is a weighted sum with weights of 1: the products are exact, so the bits are AddRow's.
    private static ReadOnlySpan<float> Ones(int count)
    {
        if (onesBuffer is not { } ones || ones.Length < count)
        {
            onesBuffer = ones = new float[Math.Max(64, 2 * count)];
            Array.Fill(ones, 1f);
        }

        return ones.AsSpan(0, count);
    }

    /// <summary>Makes the mean of <paramref name="count"/> rows from their sums.</summary>
    public void Finish(ReadOnlySpan<byte> word, ReadOnlySpan<double> sums, int count, Span<float> destination)
    {
        destination = destination[..Dimension];
        if (count == 0)
        {
            destination.Clear();
            return;
        }

        Vector<double> divisor = new(count);
        int place = 0;
        for (; place <= destination.Length - Vector<float>.Count; place += Vector<float>.Count)
        {
            Vector<double> lower = new Vector<double>(sums[place..]) / divisor;
            Vector<double> upper = new Vector<double>(sums[(place + Vector<double>.Count)..]) / divisor;
            Vector.Narrow(lower, upper).CopyTo(destination[place..]);
        }

        for (; place < destination.Length; place++)
            destination[place] = (float)(sums[place] / count);
        CheckFinite(destination, word);
    }

    internal override void ReleaseMemory() => file.ReleaseMatrix();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
