using System.Globalization;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="ConvertDictionary"/> is to do.</summary>
public sealed record ConvertDictionaryOptions
{
    /// <summary>The dictionary: columns, or dictd's files (<c>--dictionary</c>).</summary>
    public required string Dictionary { get; init; }

    /// <summary>The dictionary to write (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>How (<c>--format</c>); default <see cref="DictionaryFormat.Tab"/>.</summary>
    public DictionaryFormat Format { get; init; }

    /// <summary>Whether a file that is there may be replaced (<c>--force</c>).</summary>
    public bool Overwrite { get; init; }

    /// <summary>Leaves out pairs whose third column is below this, as PanLex's quality (<c>--quality-threshold</c>); pairs without one stay. Null: none is left out.</summary>
    public double? QualityThreshold { get; init; }

    /// <summary>Whether the sides change places (<c>--swap</c>).</summary>
    public bool Swap { get; init; }

    /// <summary>
    /// Whether anchors are written (<c>--anchors</c>): single words alone, one translation a target word. Rule: the source word of the highest quality; among
    /// equals the one with the fewest translations in the dictionary, then the one whose line stands first.
    /// </summary>
    public bool Anchors { get; init; }

    /// <summary>A list of words, one a line, whose pairs are left out on either side, whatever their case (<c>--stop-words</c>); null: none.</summary>
    public string? StopWords { get; init; }

    /// <summary>How many pairs to draw at random, kept in their order (<c>--sample</c>); null: all.</summary>
    public int? Sample { get; init; }

    /// <summary>Keys the draw (<c>--seed</c>); default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a number out of range.</exception>
    public void Validate()
    {
        CheckDictionaryOptions.Require("--dictionary", Dictionary);
        CheckDictionaryOptions.Require("--output", Output);
        CheckDictionaryOptions.RequirePositive("--sample", Sample ?? 1);
        if (QualityThreshold is { } threshold && !double.IsFinite(threshold))
            throw new InvalidOptionException("--quality-threshold", threshold.ToString("R", CultureInfo.InvariantCulture), "a finite number", "Leave it out to take all pairs.");
    }
}
