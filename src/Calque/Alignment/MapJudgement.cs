namespace Calque.Alignment;

/// <summary>What is said of the map of an adversarial game when it is looked at.</summary>
public enum MapJudgement
{
    /// <summary>It is better than any before in this restart.</summary>
    Better,

    /// <summary>It is no better than one before.</summary>
    NoBetter,

    /// <summary>Nothing more is to be expected: the restart ends.</summary>
    Enough,
}
