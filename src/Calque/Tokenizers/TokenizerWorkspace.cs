using System.Collections.Generic;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers;

/// <summary>The memory that one call works in; calls take turns with it.</summary>
internal sealed class TokenizerWorkspace
{
    public List<PieceRange> RawRanges { get; } = [];

    public List<PieceRange> Ranges { get; } = [];

    public List<NormalizedText> Words { get; } = [];

    public TokenBuffer Tokens { get; } = new();

    public ModelWorkspace Model { get; } = new();

    /// <summary>The memory of the tokenizer's encoder, where it has one.</summary>
    public EncoderState? Encoder { get; set; }

    /// <summary>For ids on their way to a list.</summary>
    public EncodingBuffer Ids { get; } = new();

    /// <summary>For a whole encoding.</summary>
    public EncodingBuffer Full { get; } = new(withOffsets: true) { Texts = [] };

    /// <summary>Lets go of the text, keeps the memory.</summary>
    public void Clear()
    {
        RawRanges.Clear();
        Ranges.Clear();
        Ids.Clear();
        Ids.Trim();
        Full.Clear();
        Full.Trim();
        Encoder?.Trim();
        Words.Clear();
        Tokens.Clear();
    }
}
