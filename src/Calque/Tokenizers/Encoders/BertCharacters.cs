using System;
using System.Text;
using System.Threading;
using Calque.Text;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// What BERT's normalizer and pre-tokenizer make of single characters, as a rule not ASCII ones: asked of them once, a page of characters at a
/// time, when text first holds one. Safe for use from several threads at once.
/// </summary>
internal sealed class BertCharacters(BertNormalizer? normalizer)
{
    /// <summary>Part of a word; what becomes of it depends on the whole word.</summary>
    public const byte Inside = 0;

    /// <summary>White space, whatever stands around it.</summary>
    public const byte Blank = 1;

    /// <summary>A word of its own, whatever stands around it.</summary>
    public const byte Alone = 2;

    /// <summary>Part of a word that the normalizer takes away, whatever stands around it.</summary>
    public const byte Gone = 3;

    /// <summary>As <see cref="Gone"/>, and before anything else is done, so that it leaves no trace in the ranges of its neighbours either.</summary>
    public const byte Dropped = 4;

    private const int PageBits = 7;
    private readonly byte[]?[] _pages = new byte[]?[0x110000 >> PageBits];

    /// <summary>The class of a character.</summary>
    public byte this[int codePoint] => (Volatile.Read(ref _pages[codePoint >> PageBits]) ?? MakePage(codePoint >> PageBits))[codePoint & ((1 << PageBits) - 1)];

    private byte[] MakePage(int page)
    {
        byte[] classes = new byte[1 << PageBits];
        for (int i = 0; i < classes.Length; i++)
        {
            if (Rune.TryCreate((page << PageBits) | i, out Rune rune))
                classes[i] = Classify(rune);
        }

        Volatile.Write(ref _pages[page], classes);
        return classes;
    }

    private byte Classify(Rune rune)
    {
        if (normalizer is { CleansText: true } && BertNormalizer.Clean(rune.Value) < 0)
            return Dropped;
        Span<byte> buffer = stackalloc byte[4];
        ReadOnlySpan<byte> character = buffer[..rune.EncodeToUtf8(buffer)];
        var text = new NormalizedText(character, 0, trackOffsets: false);
        normalizer?.Normalize(text);
        ReadOnlySpan<byte> normalized = text.Bytes;

        // White space that stays so, with nothing else; punctuation, or a character between two spaces, that stays as it is. None of
        // these combines with its neighbours in NFD, and each is parted from them.
        if (normalized.IsEmpty)
            return Gone;
        if (IsWhiteSpace(normalized))
            return Blank;
        if (normalized.SequenceEqual(character))
            return TokenizerClasses.IsPunctuation(rune.Value) ? Alone : Inside;
        return normalized.Length == character.Length + 2 && normalized[0] == (byte)' ' && normalized[^1] == (byte)' ' &&
            normalized[1..^1].SequenceEqual(character) ? Alone : Inside;
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (!CodePoints.IsWhiteSpace(CodePoints.Decode(text, ref i)))
                return false;
        }

        return true;
    }
}
