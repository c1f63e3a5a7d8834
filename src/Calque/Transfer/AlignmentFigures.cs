namespace Calque.Transfer;

/// <summary>How the two spaces of word vectors were brought together.</summary>
public sealed record AlignmentFigures
{
    /// <summary>The method, as <c>--align</c> names it.</summary>
    public required string Method { get; init; }

    /// <summary>Dimensions of the source vectors.</summary>
    public required int SourceDimension { get; init; }

    /// <summary>Dimensions of the target vectors.</summary>
    public required int TargetDimension { get; init; }

    /// <summary>Dimensions in which they were aligned: the smaller of the two.</summary>
    public required int Dimension { get; init; }

    /// <summary>Lines of the dictionary.</summary>
    public required int DictionaryLines { get; init; }

    /// <summary>Pairs read from them.</summary>
    public required int DictionaryPairs { get; init; }

    /// <summary>Distinct pairs with a vector on both sides, which made the map.</summary>
    public required int PairsUsed { get; init; }

    /// <summary>Of these, pairs of which a side has several words and a vector composed of theirs.</summary>
    public required int PairsComposed { get; init; }

    /// <summary>Pairs whose source word has no vector.</summary>
    public required int SourceUnknown { get; init; }

    /// <summary>Pairs whose target word has no vector.</summary>
    public required int TargetUnknown { get; init; }

    /// <summary>Pairs where neither word has a vector.</summary>
    public required int BothUnknown { get; init; }

    /// <summary>Pairs that fell out and of which one side is several words.</summary>
    public required int MultiWord { get; init; }

    /// <summary>Pairs that repeat an earlier one.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Lines that hold no pair.</summary>
    public required int SkippedLines { get; init; }

    /// <summary>‖XW − Y‖ / ‖Y‖ over the pairs: 0 is a perfect fit; unrelated vectors give 1 and more.</summary>
    public required double Residual { get; init; }

    /// <summary>The smallest singular value of XᵀY through the largest: near 0, some directions hang on nothing. Null for other methods than <c>procrustes</c>.</summary>
    public required double? SingularValueRatio { get; init; }

    /// <summary>How the dictionary was repaired first; null where that was not asked for.</summary>
    public DictionaryRepairFigures? Repair { get; init; }

    /// <summary>How well words translate that the map was not fitted on; null where the dictionary has too few.</summary>
    public HeldOutFigures? HeldOut { get; init; }

    /// <summary>Source tokens with a vector.</summary>
    public required int SourceTokensWithVector { get; init; }

    /// <summary>Target tokens with a vector.</summary>
    public required int TargetTokensWithVector { get; init; }

    /// <summary>Source tokens whose surface is a word of the vectors.</summary>
    public required int SourceTokensThatAreWords { get; init; }

    /// <summary>Target tokens whose surface is a word of the vectors.</summary>
    public required int TargetTokensThatAreWords { get; init; }
}
