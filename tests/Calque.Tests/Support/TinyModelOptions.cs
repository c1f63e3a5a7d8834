using Calque.Formats.Safetensors;

namespace Calque.Tests.Support;

/// <summary>What a tiny model directory is to be like.</summary>
internal sealed record TinyModelOptions
{
    /// <summary>model_type, one that the table of families knows.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Tokens; vocab_size of config.json.</summary>
    public int Vocabulary { get; init; } = 20;

    /// <summary>Columns of the embedding.</summary>
    public int Hidden { get; init; } = 8;

    public ElementType ElementType { get; init; } = ElementType.F32;

    /// <summary>False: a head of its own is stored, and config.json says so.</summary>
    public bool Tied { get; init; } = true;

    /// <summary>Whether the output bias is stored, where the family has one.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Rows of embedding, head and bias beyond <see cref="Vocabulary"/>; all have the value 1000.</summary>
    public int PaddingRows { get; init; }

    /// <summary>Whether padding rows count in vocab_size of config.json, as they do in most published models.</summary>
    public bool PaddingInConfig { get; init; }

    /// <summary>False: names without the family's prefix and no head, as the base class writes them.</summary>
    public bool WithPrefix { get; init; } = true;

    /// <summary>Rows of the position table.</summary>
    public int Positions { get; init; } = 16;

    /// <summary>Files that the weights are spread over; more than 1: with an index.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>pad_token_id of config.json.</summary>
    public int PaddingId { get; init; } = 1;
}
