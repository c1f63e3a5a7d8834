namespace Calque.Formats.Tabular;

/// <summary>Why a line of a dictionary gave no pair.</summary>
public enum SkippedLineReason
{
    /// <summary>White space only.</summary>
    Empty,

    /// <summary>One field where two are needed.</summary>
    OneField,

    /// <summary>More than two fields and no tab: where the first side ends cannot be told.</summary>
    MoreThanTwoFields,

    /// <summary>More than two columns parted by tabs, and one from the third on is no number.</summary>
    MoreThanTwoColumns,

    /// <summary>One of the two sides is empty.</summary>
    EmptySide,

    /// <summary>The bytes are no UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A line of a dictd index without headword, offset and length.</summary>
    MalformedIndexLine,

    /// <summary>A line of a dictd index that points outside of the dictionary's text.</summary>
    OutsideOfText,

    /// <summary>An entry of a dictd dictionary that describes the dictionary itself (<c>00-database-…</c>).</summary>
    AboutTheDictionary,

    /// <summary>An entry of a dictd dictionary in which no translation was found, such as a bare reference to another.</summary>
    NoTranslation,
}
