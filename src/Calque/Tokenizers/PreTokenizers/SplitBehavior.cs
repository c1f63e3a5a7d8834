namespace Calque.Tokenizers.PreTokenizers;

/// <summary>
/// What becomes of the delimiters when text is split. The examples split <c>the-final--countdown</c> on <c>-</c>.
/// </summary>
public enum SplitBehavior
{
    /// <summary><c>the|final|countdown</c></summary>
    Removed,

    /// <summary><c>the|-|final|-|-|countdown</c></summary>
    Isolated,

    /// <summary><c>the-|final-|-|countdown</c></summary>
    MergedWithPrevious,

    /// <summary><c>the|-final|-|-countdown</c></summary>
    MergedWithNext,

    /// <summary><c>the|-|final|--|countdown</c></summary>
    Contiguous,
}
