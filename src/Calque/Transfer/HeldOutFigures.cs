namespace Calque.Transfer;

/// <summary>
/// How well an alignment translates words that it was not fitted on: a part of the dictionary was held out, the same method fitted on the rest, and each
/// held-out source word looked up among the target words by its nearest neighbour.
/// </summary>
/// <remarks>
/// A source word counts as right where the nearest target word is any of the translations that the dictionary gives it (Conneau et al. 2018); pairs without
/// a vector on both sides do not count. Dictionaries list few of a word's translations, so even a good alignment stays well below 1.
/// </remarks>
public sealed record HeldOutFigures
{
    /// <summary>Source words held out.</summary>
    public required int Words { get; init; }

    /// <summary>Target words that were searched: the most frequent ones and the translations that were held out.</summary>
    public required int TargetWords { get; init; }

    /// <summary>The share of the words, from 0 to 1, whose nearest target word is a translation.</summary>
    public required double PrecisionAt1 { get; init; }

    /// <summary>The lower end of the 95 % interval (Wilson 1927).</summary>
    public required double Low { get; init; }

    /// <summary>The upper end of it.</summary>
    public required double High { get; init; }
}
