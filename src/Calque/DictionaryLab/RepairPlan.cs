using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Calque.Alignment;

namespace Calque.DictionaryLab;

/// <summary>Decides what is done to each pair.</summary>
internal static class RepairPlan
{
    private const double TrustedShare = 0.9;
    private const int FewestWitnesses = 20;
    private const double SureEnough = 0.9;

    public static IReadOnlyList<RepairedLine> Make(DictionaryExamination examination, LabSpaces spaces, RepairDictionaryOptions options, CancellationToken cancellation)
    {
        RepairedLine[] lines = [.. examination.Lines.Select(verdict => new RepairedLine(verdict))];
        foreach (RepairedLine line in lines)
            Straighten(line, spaces);
        if (examination.Alignment is { } alignment)
        {
            TreatOutliers(lines, alignment, spaces, options, cancellation);
            if (options.Mutual > 0)
                FilterMutual(lines, spaces, options, cancellation);
        }

        return lines;
    }

    private static void Straighten(RepairedLine line, LabSpaces spaces)
    {
        LineVerdict verdict = line.Verdict;
        if (verdict.Reversed)
        {
            line.Source = verdict.Source;
            line.Target = verdict.Target;
            line.Change("swap", "the sides stood the wrong way round");
        }

        if (verdict.SourcePlace.Known && verdict.SourcePlace.Form != line.Source)
        {
            line.Change("casing", $"'{line.Source}' stands in the vectors as '{verdict.SourcePlace.Form}'");
            line.Source = verdict.SourcePlace.Form;
        }

        if (verdict.TargetPlace.Known && verdict.TargetPlace.Form != line.Target)
        {
            line.Change("casing", $"'{line.Target}' stands in the vectors as '{verdict.TargetPlace.Form}'");
            line.Target = verdict.TargetPlace.Form;
        }

        if (verdict.MeantSource is { } source)
        {
            line.Change("spelling", $"'{line.Source}' is a slip for '{source}'");
            line.Source = source;
            line.SourceRow = spaces.Source.Vocabulary.IndexOf(source);
        }

        if (verdict.MeantTarget is { } target)
        {
            line.Change("spelling", $"'{line.Target}' is a slip for '{target}'");
            line.Target = target;
            line.TargetRow = spaces.Target.Vocabulary.IndexOf(target);
        }
    }

    private static void TreatOutliers(RepairedLine[] lines, RobustAlignment alignment, LabSpaces spaces, RepairDictionaryOptions options, CancellationToken cancellation)
    {
        RepairedLine[] outliers = [.. lines.Where(line => line.Verdict.Outlier)];
        if (options.Outliers == OutlierTreatment.Keep || outliers.Length == 0)
            return;
        if (options.Outliers == OutlierTreatment.Weight)
        {
            foreach (RepairedLine line in outliers)
            {
                line.Weight = Math.Round(line.Verdict.Right ?? 0, 4);
                line.Change("weight", Unlikely(line));
            }

            return;
        }

        Dictionary<RepairedLine, int> instead = options.Outliers == OutlierTreatment.Replace
            ? FindReplacements(lines, outliers, alignment, spaces, options.ThreadCount, cancellation)
            : [];
        foreach (RepairedLine line in outliers)
        {
            if (instead.TryGetValue(line, out int row))
            {
                line.Change("replace", Unlikely(line) + "; the word and the new one are the nearest of one another");
                line.TargetRow = row;
                line.Target = spaces.Target.Vocabulary.TextOf(row);
            }
            else
            {
                line.Change("drop", Unlikely(line));
                line.Dropped = true;
            }
        }
    }

    private static string Unlikely(RepairedLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"the sides belong together with probability {line.Verdict.Right:0.####}");

    // Whether mutual neighbours are translations is asked of the pairs that are held to be right. The refined map has seen none of them; the other has, which
    // tells little once there are several pairs a dimension.
    private static Dictionary<RepairedLine, int> FindReplacements(
        RepairedLine[] lines, RepairedLine[] outliers, RobustAlignment alignment, LabSpaces spaces, int threads, CancellationToken cancellation)
    {
        Dictionary<RepairedLine, int> none = [];
        RepairedLine[] right = [.. lines.Where(line => line.Usable && !line.Verdict.Outlier)];
        if (alignment.Unseeing is null && right.Length < 5 * alignment.Map.Dimension)
            return none;
        HashSet<RowPair> known = [.. right.Select(Rows)];
        CommonSpace space = new(spaces, lines.Where(line => line.SourceRow >= 0 && line.TargetRow >= 0).Select(Rows), alignment.Unseeing ?? alignment.Map, threads, cancellation);
        int[] sources = [.. right.Concat(outliers).Select(line => line.SourceRow).Distinct().Order()];
        int[] best = [.. space.Translate(sources, 1, cancellation).Select(answers => answers[0])];
        int[] back = [.. space.TranslateBack(best, 1, cancellation).Select(answers => answers[0])];
        Dictionary<int, int> mutual = [];
        for (int i = 0; i < sources.Length; i++)
        {
            if (back[i] == sources[i])
                mutual.Add(sources[i], best[i]);
        }

        int[] witnesses = [.. right.Select(line => line.SourceRow).Distinct().Where(mutual.ContainsKey)];
        int agree = witnesses.Count(row => known.Contains(new RowPair(row, mutual[row])));
        if (witnesses.Length < FewestWitnesses || agree < TrustedShare * witnesses.Length)
            return none;

        RepairedLine[] open = [.. outliers.Where(line => mutual.TryGetValue(line.SourceRow, out int row) && !known.Contains(new RowPair(line.SourceRow, row)))];
        double[] fits = alignment.Scorer.RightProbabilities([.. open.Select(line => new RowPair(line.SourceRow, mutual[line.SourceRow]))], cancellation);
        for (int i = 0; i < open.Length; i++)
        {
            RowPair pair = new(open[i].SourceRow, mutual[open[i].SourceRow]);
            if (fits[i] >= SureEnough && known.Add(pair))
                none.Add(open[i], pair.Target);
        }

        return none;
    }

    private static void FilterMutual(RepairedLine[] lines, LabSpaces spaces, RepairDictionaryOptions options, CancellationToken cancellation)
    {
        RepairedLine[] usable = [.. lines.Where(line => line.Usable)];
        if (usable.Length < 2)
            return;
        AlignmentMap map = HeldOutComparison.Fit(spaces, [.. usable.Select(Rows)], [.. usable.Select(line => line.Weight ?? 1)]);
        CommonSpace space = new(spaces, usable.Select(Rows), map, options.ThreadCount, cancellation);
        int[][] forward = space.Translate([.. usable.Select(line => line.SourceRow)], options.Mutual, cancellation);
        int[][] backward = space.TranslateBack([.. usable.Select(line => line.TargetRow)], options.Mutual, cancellation);
        for (int i = 0; i < usable.Length; i++)
        {
            if (forward[i].Contains(usable[i].TargetRow) && backward[i].Contains(usable[i].SourceRow))
                continue;
            usable[i].Change("drop", string.Create(CultureInfo.InvariantCulture, $"the sides are not among the {options.Mutual} nearest of one another"));
            usable[i].Dropped = true;
        }
    }

    public static RowPair Rows(RepairedLine line) => new(line.SourceRow, line.TargetRow);
}
