using System;
using System.Runtime.CompilerServices;
using Calque.Text;
using Calque.Tokenizers.Normalizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// A word on its way through a normalizer (the rewriting rules of SentencePiece, which stand here; BERT's, see <see cref="BertRewriter"/>):
/// bytes, and for each the range in the word as it stands in the text, by the same rules as <see cref="NormalizedText"/>, in
/// memory that is used again. Not safe for use from several threads at once.
/// </summary>
internal sealed class RewrittenWord
{
    private const int LongestKept = 1 << 14;

    private byte[] _bytes = new byte[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];
    private int _cursor; // in the word that is being rewritten

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Its length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Where the character that a byte came from begins in the word.</summary>
    public int StartOf(int index) => _starts[index];

    /// <summary>Where the character that a byte came from ends in the word.</summary>
    public int EndOf(int index) => _ends[index];

    /// <summary>Empties it.</summary>
    public void Clear() => Length = 0;

    /// <summary>Lets go of memory that one long text asked for.</summary>
    public void Trim()
    {
        if (_bytes.Length <= LongestKept)
            return;
        Length = 0;
        _bytes = new byte[256];
        _starts = new int[256];
        _ends = new int[256];
    }

    /// <summary>Appends bytes that all come from one range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> bytes, int start, int end)
    {
        if (Length + bytes.Length > _bytes.Length)
            Grow(Length + bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            _bytes[Length] = bytes[i];
            _starts[Length] = start;
            _ends[Length++] = end;
        }
    }

    /// <summary>Writes the form of a word that <see cref="PrecompiledNormalizer.Normalize"/> gives.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="kept">Which ASCII characters the rules leave as they are.</param>
    /// <param name="word">The word.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rewrite(PrecompiledNormalizer rules, bool[] kept, ReadOnlySpan<byte> word)
    {
        Length = 0;
        _cursor = 0;
        // The last character waits: if what follows is replaced by less, that shows in its range.
        ReadOnlySpan<byte> pending = default;
        int change = 0;
        for (int i = 0; i < word.Length;)
        {
            byte lead = word[i];
            int single = i + (lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
            // Two ASCII characters are two clusters, unless they are CR and LF.
            bool alone = lead < 0x80 && (single == word.Length || (word[single] < 0x80 && (lead != '\r' || word[single] != '\n')));
            int end = alone ? single : GraphemeClusters.FindEnd(word, i);
            if (alone && kept[lead])
            {
                Flush(pending, change, word);
                pending = word[i..end];
                change = 0;
            }
            else if (end - i < PrecompiledNormalizer.LongestCluster && rules.TryRewrite(word[i..end], out ReadOnlySpan<byte> replacement))
            {
                Replace(word[i..end], replacement, word, ref pending, ref change);
            }
            else
            {
                for (int next; i < end; i = next)
                {
                    lead = word[i];
                    next = i + (lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
                    // A cluster of one character was asked for above.
                    if (end != single && rules.TryRewrite(word[i..next], out replacement))
                    {
                        Replace(word[i..next], replacement, word, ref pending, ref change);
                        continue;
                    }

                    Flush(pending, change, word);
                    pending = word[i..next];
                    change = 0;
                }
            }

            i = end;
        }

        Flush(pending, change, word);
    }

    /// <summary>Makes one space of several; it has the range of the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CollapseSpaces()
    {
        int to = 0;
        for (int i = 0; i < Length; i++)
        {
            if (_bytes[i] == ' ' && i + 1 < Length && _bytes[i + 1] == ' ')
                continue;
            _bytes[to] = _bytes[i];
            _starts[to] = _starts[i];
            _ends[to++] = _ends[i];
        }

        Length = to;
    }

    /// <summary>Writes a stretch of another word with a mark for each space, and one more before it where that is wanted.</summary>
    /// <param name="source">The other word.</param>
    /// <param name="from">First byte.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="mark">The mark.</param>
    /// <param name="marksSpaces">Whether spaces become marks.</param>
    /// <param name="prefixed">Whether a text that does not begin with a mark gets one, with the range of its first character.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark(RewrittenWord source, int from, int to, ReadOnlySpan<byte> mark, bool marksSpaces, bool prefixed)
    {
        Length = 0;
        ReadOnlySpan<byte> bytes = source.Bytes[..to];
        if (prefixed && !(marksSpaces && bytes[from] == ' ') && !bytes[from..].StartsWith(mark))
        {
            int first = from;
            while (first + 1 < to && (bytes[first + 1] & 0xC0) == 0x80)
                first++;
            Add(mark, source._starts[first], source._ends[first]);
        }

        for (int i = from; i < to; i++)
            Add(marksSpaces && bytes[i] == ' ' ? mark : bytes.Slice(i, 1), source._starts[i], source._ends[i]);
    }

    private void Replace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement, ReadOnlySpan<byte> word, ref ReadOnlySpan<byte> pending, ref int change)
    {
        int oldCount = Count(old), newCount = 0;
        for (int i = 0, next; i < replacement.Length; i = next, newCount++)
        {
            next = i;
            CodePoints.Decode(replacement, ref next);
            Flush(pending, change, word);
            pending = replacement[i..next];
            change = newCount >= oldCount ? 1 : 0;
        }

        if (newCount < oldCount && !pending.IsEmpty)
            change -= oldCount - newCount;
    }

    // One character: it replaces that at the cursor and, below 0, more that follow; above 0 it is put behind the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Flush(ReadOnlySpan<byte> character, int change, ReadOnlySpan<byte> word)
    {
        if (character.IsEmpty)
            return;
        int source = change > 0 ? _cursor - 1 : Math.Min(_cursor, word.Length - 1);
        int start = source, end = source + 1;
        if (source < 0)
        {
            start = 0;
            end = 0;
        }
        else
        {
            while (start > 0 && (word[start] & 0xC0) == 0x80)
                start--;
            while (end < word.Length && (word[end] & 0xC0) == 0x80)
                end++;
        }

        Add(character, start, end);
        for (int skip = 1 - change; skip > 0 && _cursor < word.Length; skip--)
        {
            do
                _cursor++;
            while (_cursor < word.Length && (word[_cursor] & 0xC0) == 0x80);
        }
    }

    private static int Count(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte value in utf8)
            count += (value & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    private void Grow(int wanted)
    {
        int size = Math.Max(wanted, 2 * _bytes.Length);
        Array.Resize(ref _bytes, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
