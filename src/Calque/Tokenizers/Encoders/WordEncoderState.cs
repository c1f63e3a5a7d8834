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

    /// <summary>A copy of the piece with free bytes behind it; its memory does not move.</summary>
    public byte[] Text { get; private set; } = [];

    /// <summary>The words that were found; the memory does not move.</summary>
    public WordRange[] Words { get; } = GC.AllocateUninitializedArray<WordRange>(MostWords, pinned: true);

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
    public void Reserve(int length)
    {
        int wanted = length + WordEncoder.Padding;
        if (Text.Length < wanted)
            Text = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(4096, wanted + ((long)wanted / 2)), Array.MaxLength), pinned: true);
    }

    /// <inheritdoc/>
    public override void Trim()
    {
        if (Text.Length > MostKept)
            Text = [];
    }
}
