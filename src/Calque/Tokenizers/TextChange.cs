using System;
using System.Text;
using Calque.Text;

namespace Calque.Tokenizers;

/// <summary>
/// Writes the new form of a <see cref="NormalizedText"/> from left to right and carries the offsets along, then puts it
/// in place. The source is read at a cursor; what was not copied, replaced or inserted is gone.
/// </summary>
internal sealed class TextChange : INormalizationTarget
{
    private readonly NormalizedText _text;
    private byte[] _bytes;
    private int[]? _starts;
    private int[]? _ends;
    private int _length;
    private int _cursor;

    /// <summary>Begins a change of the whole text.</summary>
    /// <param name="text">The text that <see cref="Apply"/> will change.</param>
    /// <param name="capacity">Bytes that the new form probably needs.</param>
    public TextChange(NormalizedText text, int capacity)
    {
        _text = text;
        _bytes = new byte[Math.Max(capacity, 16)];
        if (text.TracksOffsets)
        {
            _starts = new int[_bytes.Length];
            _ends = new int[_bytes.Length];
        }
    }

    /// <summary>Passes over <paramref name="characters"/> characters of the source, which vanish.</summary>
    public void Skip(int characters)
    {
        for (; characters > 0 && _cursor < _text.Length; characters--)
            _cursor += CharacterLength(_cursor);
    }

    /// <summary>Copies the source unchanged from <paramref name="start"/> to <paramref name="end"/> (bytes) and sets the cursor to the end.</summary>
    public void Copy(int start, int end)
    {
        int count = end - start;
        Reserve(count);
        _text.Bytes[start..end].CopyTo(_bytes.AsSpan(_length));
        if (_starts is not null)
            _text.CopyRanges(start, end, _starts.AsSpan(_length, count), _ends.AsSpan(_length, count));
        _length += count;
        _cursor = end;
    }

    /// <summary>Inserts text that takes the range of the source byte before <paramref name="sourceIndex"/>.</summary>
    public void InsertAfter(int sourceIndex, ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(_length));
        SetRanges(sourceIndex - 1, utf8.Length);
        _length += utf8.Length;
    }

    /// <summary>
    /// Adds one character. <paramref name="change"/> as in the Rust library: 0 replaces the character at the cursor; 1 and
    /// more inserts; -n replaces and removes the n that follow.
    /// </summary>
    public void Add(int codePoint, int change)
    {
        Reserve(4);
        int size = new Rune(codePoint).EncodeToUtf8(_bytes.AsSpan(_length));
        AddRanges(size, change);
        _length += size;
    }

    /// <summary>Adds one character that is given as its UTF-8 form; see <see cref="Add"/>.</summary>
    public void AddUtf8(ReadOnlySpan<byte> character, int change)
    {
        Reserve(character.Length);
        character.CopyTo(_bytes.AsSpan(_length));
        AddRanges(character.Length, change);
        _length += character.Length;
    }

    /// <summary>Puts the new form in place.</summary>
    public void Apply() => _text.Replace(_bytes, _length, _starts, _ends);

    private void AddRanges(int size, int change)
    {
        if (_starts is null)
            return;
        if (change > 0)
        {
            SetRanges(_cursor - 1, size);
            return;
        }

        // Only a normalizer whose counts do not add up gets here with nothing left; the last character then stands in.
        SetRanges(Math.Min(_cursor, _text.Length - 1), size);
        Skip(1 - change);
    }

    private void SetRanges(int sourceIndex, int size)
    {
        if (_starts is null)
            return;
        int start = _text.OriginalStart, end = _text.OriginalStart;
        if (sourceIndex >= 0)
        {
            start = _text.OriginalStartOf(sourceIndex);
            end = _text.OriginalEndOf(sourceIndex);
        }

        _starts.AsSpan(_length, size).Fill(start);
        _ends.AsSpan(_length, size).Fill(end);
    }

    private int CharacterLength(int index)
    {
        ReadOnlySpan<byte> bytes = _text.Bytes;
        int end = index + 1;
        while (end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
            end++;
        return end - index;
    }

    private void Reserve(int count)
    {
        if (_length + count <= _bytes.Length)
            return;
        int capacity = Math.Max(_bytes.Length * 2, _length + count);
        Array.Resize(ref _bytes, capacity);
        if (_starts is not null)
        {
            Array.Resize(ref _starts, capacity);
            Array.Resize(ref _ends, capacity);
        }
    }
}
