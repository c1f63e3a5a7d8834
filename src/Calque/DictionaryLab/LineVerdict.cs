using System.Collections.Generic;
using Calque.Dictionaries;

namespace Calque.DictionaryLab;

/// <summary>All that is known of one pair of the dictionary; filled step by step.</summary>
internal sealed class LineVerdict(TranslationPair pair)
{
    /// <summary>The pair as it is written.</summary>
    public TranslationPair Pair { get; } = pair;

    /// <summary>Whether it stands the wrong way round.</summary>
    public bool Reversed { get; set; }

    /// <summary>The logarithm of how much likelier the line is as it stands, by the votes.</summary>
    public double Evidence { get; set; }

    /// <summary>The first side in the source vocabulary, the second in the target's.</summary>
    public WordPlace FirstInSource { get; set; }

    /// <summary>The second side in the target vocabulary.</summary>
    public WordPlace SecondInTarget { get; set; }

    /// <summary>The first side in the target vocabulary.</summary>
    public WordPlace FirstInTarget { get; set; }

    /// <summary>The second side in the source vocabulary.</summary>
    public WordPlace SecondInSource { get; set; }

    /// <summary>The side that is of the source language.</summary>
    public string Source => Reversed ? Pair.Target : Pair.Source;

    /// <summary>The side that is of the target language.</summary>
    public string Target => Reversed ? Pair.Source : Pair.Target;

    /// <summary>The source side in the source vocabulary.</summary>
    public WordPlace SourcePlace => Reversed ? SecondInSource : FirstInSource;

    /// <summary>The target side in the target vocabulary.</summary>
    public WordPlace TargetPlace => Reversed ? FirstInTarget : SecondInTarget;

    /// <summary>Whether both sides have a vector, as the line is held to stand.</summary>
    public bool Covered => SourcePlace.Known && TargetPlace.Known;

    /// <summary>The rows of both sides.</summary>
    public RowPair Rows => new(SourcePlace.Row, TargetPlace.Row);

    /// <summary>The probability that the sides belong together; null where it could not be judged.</summary>
    public double? Right { get; set; }

    /// <summary>Whether the sides do not belong together.</summary>
    public bool Outlier { get; set; }

    /// <summary>The source word that was meant, where it was a slip, of a word with a vector or without.</summary>
    public string? MeantSource { get; set; }

    /// <summary>The target word that was meant, where it was a slip, of a word with a vector or without.</summary>
    public string? MeantTarget { get; set; }

    /// <summary>What is known of each finding, in words.</summary>
    public SortedDictionary<int, string?> Findings { get; } = [];

    /// <summary>Adds a finding, by its name, and why.</summary>
    public void Add(string finding, string? reason = null)
    {
        int place = PlaceOf(finding);
        if (!Findings.TryGetValue(place, out string? known))
            Findings.Add(place, reason);
        else if (reason is not null)
            Findings[place] = known is null ? reason : known + "; " + reason;
    }

    private static int PlaceOf(string finding)
    {
        int place = 0;
        while (FindingNames.All[place] != finding)
            place++;
        return place;
    }

    /// <summary>Whether something was found.</summary>
    public bool Has(string finding) => Findings.ContainsKey(PlaceOf(finding));
}
