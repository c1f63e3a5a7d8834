using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Calque.Tokenizers;

/// <summary>Turns byte offsets of a text into code point offsets.</summary>
internal readonly struct CodePointMap : IDisposable
{
    private readonly int[]? _indices; // code point that a byte belongs to; null where every byte is one
    private readonly int _length;

    private readonly bool _convertsEnd;

    /// <param name="utf8">The whole text.</param>
    /// <param name="convertsEnd">Whether a range that begins at the end of the text is converted, too (SentencePiece).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public CodePointMap(ReadOnlySpan<byte> utf8, bool convertsEnd)
    {
        _convertsEnd = convertsEnd;
        _length = utf8.Length;
        if (Ascii.IsValid(utf8))
            return;
        _indices = ArrayPool<int>.Shared.Rent(utf8.Length);
        int index = -1;
        for (int i = 0; i < utf8.Length; i++)
        {
            if ((utf8[i] & 0xC0) != 0x80)
                index++;
            _indices[i] = index;
        }
    }

    /// <summary>Whether bytes and code points are the same.</summary>
    public bool IsIdentity => _indices is null;

    /// <summary>
    /// The range in code points. A range that begins at the end of the text, which only an insertion there can have, stays in
    /// bytes, as in the Rust library.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TextRange Convert(int start, int end)
    {
        if (_indices is null || start >= _length || start < 0)
        {
            if (_indices is null || !_convertsEnd)
                return new TextRange(start, end);
            int count = _indices[_length - 1] + 1; // an empty text has no indices
            return new TextRange(count, count);
        }

        return new TextRange(_indices[start], end < _length ? _indices[end] : end == _length && end > 0 ? _indices[end - 1] + 1 : _indices[start] + 2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_indices is not null)
            ArrayPool<int>.Shared.Return(_indices);
    }
}
