using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What was found in a whole dictionary.</summary>
public sealed record DictionaryTotals
{
    /// <summary>Lines of the file, of the index in a dictd dictionary.</summary>
    public required int Lines { get; init; }

    /// <summary>Pairs in them.</summary>
    public required int Pairs { get; init; }

    /// <summary>Lines (pairs, in a dictd dictionary) in which something was found, by the name of the finding; all names are there.</summary>
    public required IReadOnlyDictionary<string, int> Findings { get; init; }

    /// <summary>A line of each finding that occurs: the first, but for outliers the least likely.</summary>
    public required IReadOnlyDictionary<string, CheckedLine> Examples { get; init; }

    /// <summary>Pairs in which nothing was found.</summary>
    public required int WithoutFinding { get; init; }

    /// <summary>Different source words.</summary>
    public required int SourceWords { get; init; }

    /// <summary>Different target words.</summary>
    public required int TargetWords { get; init; }

    /// <summary>Source words with more than one translation.</summary>
    public required int SeveralTranslations { get; init; }

    /// <summary>The largest number of translations of one source word.</summary>
    public required int MostTranslations { get; init; }

    /// <summary>The source word that has the most; the first of them.</summary>
    public required string MostTranslated { get; init; }

    /// <summary>Pairs whose source side has a vector.</summary>
    public required int SourceCovered { get; init; }

    /// <summary>Pairs whose target side has a vector.</summary>
    public required int TargetCovered { get; init; }

    /// <summary>Pairs of which both sides have a vector.</summary>
    public required int Covered { get; init; }

    /// <summary>Pairs whose fit was judged.</summary>
    public required int Judged { get; init; }

    /// <summary>
    /// By how many of the mismatches' standard deviations right pairs stand above mismatches, as the mixture estimates it; null where none was judged. Below
    /// <see cref="CheckReport.LeastDistance"/> the vectors can hardly tell right from wrong.
    /// </summary>
    public required double? Distance { get; init; }

    /// <summary>The share of wrong pairs among the judged, as the mixture estimates it; null where none was judged, or where the distance is too small to tell.</summary>
    public required double? WrongShare { get; init; }

    /// <summary>How often a judged pair stands above a drawn mismatch of its source word: 0.5 is chance, 1 the best; null where none was judged.</summary>
    public required double? Separation { get; init; }
}
