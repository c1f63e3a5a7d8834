namespace Calque.Alignment;

/// <summary>How often a dictionary pair counts (<c>--pair-weights</c>).</summary>
public enum PairWeighting
{
    /// <summary>Each distinct pair once, as it is written.</summary>
    Distinct,

    /// <summary>
    /// The public WECHSEL tool's weights, for parity: every line once for each of the 3 × 3 ways to write its sides (as is, lower case,
    /// title case), with repeats, so that a lower-case word counts four times and an acronym once.
    /// </summary>
    Wechsel,
}
