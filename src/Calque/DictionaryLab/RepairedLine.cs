using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>A pair as a repair will leave it.</summary>
internal sealed class RepairedLine(LineVerdict verdict)
{
    /// <summary>What was found.</summary>
    public LineVerdict Verdict { get; } = verdict;

    /// <summary>The source side.</summary>
    public string Source { get; set; } = verdict.Pair.Source;

    /// <summary>The target side.</summary>
    public string Target { get; set; } = verdict.Pair.Target;

    /// <summary>The source word's row, or -1.</summary>
    public int SourceRow { get; set; } = verdict.SourcePlace.Row;

    /// <summary>The target word's row, or -1.</summary>
    public int TargetRow { get; set; } = verdict.TargetPlace.Row;

    /// <summary>The weight to write; null: none.</summary>
    public double? Weight { get; set; }

    /// <summary>Whether the line is left out.</summary>
    public bool Dropped { get; set; }

    /// <summary>What is done.</summary>
    public List<string> Kinds { get; } = [];

    /// <summary>Why.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Whether an aligner can use it.</summary>
    public bool Usable => !Dropped && SourceRow >= 0 && TargetRow >= 0;

    public void Change(string kind, string reason)
    {
        Kinds.Add(kind);
        Reasons.Add(reason);
    }
}
