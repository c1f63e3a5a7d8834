using System.Collections.Generic;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers;

/// <summary>The memory that one call works in; calls take turns with it.</summary>
internal sealed class TokenizerWorkspace
{
    private List<PieceRange>? _rawRanges;
    private List<PieceRange>? _ranges;
    private EncodingBuffer? _ids;
    private EncodingBuffer? _full;

    // Made when they are asked for: a text without added tokens needs no list of ranges, nor one in a buffer of the caller's own.
    public List<PieceRange> RawRanges => _rawRanges ??= [];

    public List<PieceRange> Ranges => _ranges ??= [];

    public List<NormalizedText> Words { get; } = [];

    public TokenBuffer Tokens { get; } = new();

    public ModelWorkspace Model { get; } = new();

    /// <summary>The memory of the tokenizer's encoder, where it has one.</summary>
    public EncoderState? Encoder { get; set; }

    /// <summary>For ids on their way to a list.</summary>
    public EncodingBuffer Ids => _ids ??= new EncodingBuffer();

    /// <summary>For a whole encoding.</summary>
    public EncodingBuffer Full => _full ??= new EncodingBuffer(withOffsets: true) { Texts = [] };

    /// <summary>Lets go of the text, keeps the memory.</summary>
    public void Clear()
    {
        _rawRanges?.Clear();
        _ranges?.Clear();
        _ids?.Clear();
        _ids?.Trim();
        _full?.Clear();
        _full?.Trim();
        Encoder?.Trim();
        Words.Clear();
        Tokens.Clear();
    }
}
