using System;

namespace Calque.Tokenizers;

/// <summary>
/// A piece of text as UTF-8 and, where offsets are tracked, for each byte the byte range of the original text that it
/// came from. Normalizers change it in place; pre-tokenizers cut slices off it, which share its memory.
/// </summary>
/// <remarks>
/// The rule of offsets (that of the Rust library <c>tokenizers</c>): every byte carries the original range of one
/// character. A replaced character keeps its own, an inserted one takes that of the character before it, a removed one
/// vanishes. All offsets are bytes of the whole input. Not safe for use from several threads at once.
/// </remarks>
public sealed class NormalizedText
{
    // Arrays are never written after they were handed to an instance, so slices share them. Without _starts the text is
    // still the original: byte i came from the character it belongs to, at _identityStart + i of the whole input.
    private byte[] _bytes;
    private int[]? _starts;
    private int[]? _ends;
    private int _begin;
    private int _identityStart;

    /// <summary>Takes a piece of the input that nothing has changed yet.</summary>
    /// <param name="original">The piece, valid UTF-8; it is copied.</param>
    /// <param name="originalStart">Where the piece begins in the whole input, in bytes.</param>
    /// <param name="trackOffsets">Whether the way back to the original is kept through all changes.</param>
    public NormalizedText(ReadOnlySpan<byte> original, int originalStart, bool trackOffsets)
    {
        _bytes = original.ToArray();
        Length = original.Length;
        TracksOffsets = trackOffsets;
        OriginalStart = originalStart;
        OriginalEnd = originalStart + original.Length;
        _identityStart = originalStart;
    }

    private NormalizedText(NormalizedText source, int start, int end)
    {
        _bytes = source._bytes;
        _starts = source._starts;
        _ends = source._ends;
        _begin = source._begin + start;
        _identityStart = source._identityStart + start;
        Length = end - start;
        TracksOffsets = source.TracksOffsets;
        if (TracksOffsets && end > start)
        {
            OriginalStart = source.OriginalStartOf(start);
            OriginalEnd = source.OriginalEndOf(end - 1);
        }
        else
        {
            // Without tracking only this much is known: the head of a text is the head of the original.
            OriginalStart = start == 0 ? source.OriginalStart : source.OriginalStart + start;
            OriginalEnd = Math.Max(OriginalStart, source.OriginalEnd);
        }
    }

    /// <summary>The text as it is now, UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_begin, Length);

    /// <summary>The length of the text as it is now, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the way back to the original is kept.</summary>
    public bool TracksOffsets { get; }

    /// <summary>
    /// Where this piece begins in the whole input, in bytes. Exact where offsets are tracked; else only whether it is
    /// that of the text it was cut from is known.
    /// </summary>
    public int OriginalStart { get; }

    /// <summary>Where this piece ends in the whole input, in bytes, exclusive. Exact where offsets are tracked.</summary>
    public int OriginalEnd { get; }

    /// <summary>The begin, in bytes of the whole input, of the character that a byte came from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the text.</exception>
    /// <exception cref="InvalidOperationException">Offsets are not tracked.</exception>
    public int OriginalStartOf(int byteIndex)
    {
        Check(byteIndex);
        if (_starts is not null)
            return _starts[_begin + byteIndex];
        while (byteIndex > 0 && IsContinuation(_bytes[_begin + byteIndex]))
            byteIndex--;
        return _identityStart + byteIndex;
    }

    /// <summary>The end, exclusive, in bytes of the whole input, of the character that a byte came from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the text.</exception>
    /// <exception cref="InvalidOperationException">Offsets are not tracked.</exception>
    public int OriginalEndOf(int byteIndex)
    {
        Check(byteIndex);
        if (_ends is not null)
            return _ends[_begin + byteIndex];
        do
            byteIndex++;
        while (byteIndex < Length && IsContinuation(_bytes[_begin + byteIndex]));
        return _identityStart + byteIndex;
    }

    /// <summary>A part of this text, in bytes; it shares memory with it, yet changes to one do not reach the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the text.</exception>
    public NormalizedText Slice(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, end);
        return new NormalizedText(this, start, end);
    }

    /// <summary>The text as a string.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>Exchanges the text; the arrays belong to this instance from now on. Without arrays of offsets only where none are tracked.</summary>
    internal void Replace(byte[] bytes, int length, int[]? starts, int[]? ends)
    {
        _bytes = bytes;
        _begin = 0;
        Length = length;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>Copies the original ranges of the bytes <c>[start, end)</c>.</summary>
    internal void CopyRanges(int start, int end, Span<int> starts, Span<int> ends)
    {
        if (_starts is not null)
        {
            _starts.AsSpan(_begin + start, end - start).CopyTo(starts);
            _ends.AsSpan(_begin + start, end - start).CopyTo(ends);
            return;
        }

        ReadOnlySpan<byte> bytes = Bytes;
        for (int i = start; i < end;)
        {
            int from = i;
            while (from > 0 && IsContinuation(bytes[from]))
                from--;
            int to = i + 1;
            while (to < bytes.Length && IsContinuation(bytes[to]))
                to++;
            for (; i < Math.Min(to, end); i++)
            {
                starts[i - start] = _identityStart + from;
                ends[i - start] = _identityStart + to;
            }
        }
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private void Check(int byteIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(byteIndex, Length);
        if (!TracksOffsets)
            throw new InvalidOperationException("This text does not track offsets.");
    }
}
