using System.Collections.Generic;

namespace Calque.Tokenizers.Corpora;

/// <summary>What <see cref="EncodeFile"/> or <see cref="DecodeFile"/> did.</summary>
public sealed record CorpusResult
{
    /// <summary>The tokenizer that was loaded.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The file that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Lines written.</summary>
    public required long Lines { get; init; }

    /// <summary>Tokens in all.</summary>
    public required long Tokens { get; init; }

    /// <summary>Bytes of text (UTF-8) in all.</summary>
    public required long TextBytes { get; init; }

    /// <summary>Ids without a token, which decoding left out.</summary>
    public required long UnknownIds { get; init; }

    /// <summary>Seconds for reading, working and writing, loading left out.</summary>
    public required double Seconds { get; init; }

    /// <summary>Millions of bytes of text a second.</summary>
    public double MegabytesPerSecond => Seconds > 0 ? TextBytes / 1e6 / Seconds : 0;

    /// <summary>Threads that worked.</summary>
    public required int Threads { get; init; }

    /// <summary>What was odd about the tokenizer's files.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
