using System;
using System.Collections.Generic;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>What a <see cref="WordEncoder"/> works in.</summary>
internal class WordEncoderState : EncoderState
{
    /// <summary>Words that are found before they are looked up.</summary>
    public const int MostWords = 512;

    private const int MostKept = 1 << 20;

    // Bytes, since an array of a struct of ours would have its allocation compiled in each process.
    private readonly byte[] _words = GC.AllocateArray<byte>(MostWords * 2 * sizeof(int), pinned: true);

    public unsafe WordEncoderState() => WordsPointer = (WordRange*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_words, 0);

    /// <summary>A copy of the piece with free bytes behind it; its memory does not move.</summary>
    public byte[] Text { get; private set; } = [];

    /// <summary>The words that were found; the memory does not move.</summary>
    public unsafe WordRange* WordsPointer { get; }

    /// <summary>Where <see cref="Text"/> lies.</summary>
    public unsafe byte* TextPointer { get; private set; }

    /// <summary>Words that were seen before.</summary>
    public WordMemory Memory { get; } = new();

    /// <summary>The tokens of one word, with ranges in bytes of the word.</summary>
    public EncodingBuffer Word { get; } = new(withOffsets: true);

    /// <summary>The tokens of a part of a long word.</summary>
    public EncodingBuffer Window { get; } = new(withOffsets: true);

    /// <summary>The tokens of two neighbours.</summary>
    public EncodingBuffer Pair { get; } = new(withOffsets: true);

    /// <summary>For the components, where a word needs them.</summary>
    public ModelWorkspace Model { get; } = new();

    /// <summary>For the components, where a word needs them.</summary>
    public TokenBuffer Tokens { get; } = new();

    /// <summary>For the components, where a word needs them.</summary>
    public List<NormalizedText> Pieces { get; } = [];

    /// <summary>Makes room for a text of this length and for what may be read behind it.</summary>
    public unsafe void Reserve(int length)
    {
        int wanted = length + WordEncoder.Padding;
        if (Text.Length >= wanted)
            return;
        Text = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(4096, wanted + ((long)wanted / 2)), Array.MaxLength), pinned: true);
        TextPointer = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(Text, 0);
    }

    /// <inheritdoc/>
    public override void Trim()
    {
        if (Text.Length > MostKept)
            Text = [];
    }
}
