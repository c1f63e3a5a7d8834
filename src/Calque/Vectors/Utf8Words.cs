using System;
using System.Text;

namespace Calque.Vectors;

/// <summary>Many words as UTF-8 in one block of memory: an object for each would be most of what a collection of garbage has to look at.</summary>
internal sealed class Utf8Words
{
    private byte[] _bytes = new byte[1 << 12];
    private int[] _ends = new int[1 << 8];

    /// <summary>Words.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a word, until another is added.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Appends a word and gives its index.</summary>
    public int Add(string word)
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        int most = checked(start + Encoding.UTF8.GetMaxByteCount(word.Length));
        if (most > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, most));
        if (Count == _ends.Length)
            Array.Resize(ref _ends, 2 * _ends.Length);
        _ends[Count] = start + Encoding.UTF8.GetBytes(word, _bytes.AsSpan(start));
        return Count++;
    }

    /// <summary>Takes the last word away.</summary>
    public void RemoveLast() => Count--;
}
