using System.Collections.Generic;

namespace Calque.Neural.Generation;

/// <summary>What <see cref="GenerateText"/> wrote.</summary>
public sealed record GenerateTextResult
{
    /// <summary>The text that was asked to go on, or to be answered.</summary>
    public required string Prompt { get; init; }

    /// <summary>What was written, without special tokens.</summary>
    public required string Text { get; init; }

    /// <summary>The prompt's ids.</summary>
    public required IReadOnlyList<int> PromptIds { get; init; }

    /// <summary>The new ids, the end token included.</summary>
    public required IReadOnlyList<int> Ids { get; init; }

    /// <summary>The sum of the new tokens' log-probabilities, in nats.</summary>
    public required double LogProbability { get; init; }

    /// <summary>What a beam search compared; else the sum.</summary>
    public required double Score { get; init; }
}
