namespace Calque.Tokenizers;

/// <summary>Which of two sequences is cut.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one first, then both.</summary>
    LongestFirst,

    /// <summary>Only the first.</summary>
    OnlyFirst,

    /// <summary>Only the second.</summary>
    OnlySecond,
}
