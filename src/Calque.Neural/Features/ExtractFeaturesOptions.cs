using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Features;

/// <summary>What <see cref="ExtractFeatures"/> does.</summary>
public sealed record ExtractFeaturesOptions
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>Lines of text, or JSON lines with <c>ids</c>, or with <c>text</c> and perhaps <c>text_pair</c>; also as .gz.</summary>
    public required string Input { get; init; }

    /// <summary>The safetensors file to write: a tensor a line, named by its number from 0.</summary>
    public required string Output { get; init; }

    /// <summary>What is written.</summary>
    public FeatureKind What { get; init; } = FeatureKind.Hidden;

    /// <summary>Which hidden states: 0 the embeddings, then one for each layer; null: the last, after the final norm.</summary>
    public int? Layer { get; init; }

    /// <summary>How a line becomes one vector.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Whether lines longer than the model reads are cut; without it they are an error.</summary>
    public bool Truncate { get; init; }

    /// <summary>The tokenizer; null: the model directory's.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Whether an existing output may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Threads; 0: one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Where the model runs.</summary>
    public Device Device { get; init; }

    /// <summary>What matrix products run in.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Throws for options that cannot be.</summary>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    public void Validate()
    {
        if (Threads < 0)
            throw new InvalidOptionException("--threads", FormattableString.Invariant($"{Threads}"), "0 or more", "0 takes one for each processor.");
        if (Layer < 0)
            throw new InvalidOptionException("--layer", FormattableString.Invariant($"{Layer}"), "0 or more", "0 is the embeddings, the last layer's number is the count of layers.");
        if (Layer is not null && What == FeatureKind.Logits)
            throw new InvalidOptionException("--layer", "a layer for logits", "--what hidden or pooled", "Scores come from the last layer.");
    }
}
