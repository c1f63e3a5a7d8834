using System.Collections.Generic;

namespace Calque.Transfer;

/// <summary>What <c>--repair-dictionary</c> did to the dictionary before the alignment.</summary>
public sealed record DictionaryRepairFigures
{
    /// <summary>Lines of the dictionary.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that were left.</summary>
    public required int LinesLeft { get; init; }

    /// <summary>How many lines saw each kind of change.</summary>
    public required IReadOnlyDictionary<string, int> Changes { get; init; }

    /// <summary>Whether the dictionary was left as it is, since the repair would have made its alignment worse on a held-out part.</summary>
    public required bool Kept { get; init; }

    /// <summary>P@1 after less P@1 before on that part, from -1 to 1; null where there were too few pairs.</summary>
    public required double? Difference { get; init; }

    /// <summary>The lower end of its 95 % interval.</summary>
    public required double? Low { get; init; }

    /// <summary>The upper end of it.</summary>
    public required double? High { get; init; }
}
