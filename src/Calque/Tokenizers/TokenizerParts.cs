using System.Collections.Generic;
using Calque.Tokenizers.Decoders;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PostProcessors;
using Calque.Tokenizers.PreTokenizers;
using Calque.Tokenizers.Surfaces;

namespace Calque.Tokenizers;

/// <summary>What a loader found: everything that a tokenizer is made of.</summary>
internal sealed class TokenizerParts
{
    /// <summary>The file that the model was read from.</summary>
    public required string Path { get; init; }

    public required TokenizerModel Model { get; init; }

    public required AddedVocabulary Added { get; init; }

    public Normalizer? Normalizer { get; init; }

    public PreTokenizer? PreTokenizer { get; init; }

    public PostProcessor? PostProcessor { get; init; }

    public Decoder? Decoder { get; init; }

    public TruncationOptions? Truncation { get; init; }

    public PaddingOptions? Padding { get; init; }

    public required SurfaceScheme Surfaces { get; init; }

    /// <summary>What was odd but not fatal.</summary>
    public List<string> Warnings { get; } = [];
}
