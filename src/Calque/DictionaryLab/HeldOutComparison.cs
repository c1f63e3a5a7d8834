using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Evaluation;
using Calque.Numerics.Randomness;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>Compares a dictionary before and after its repair on a part that neither has seen.</summary>
internal static class HeldOutComparison
{
    /// <summary>
    /// Repairs the lines of the other source words alone, and asks both alignments for the held-out words' translations: those of lines in which a repair of
    /// the whole finds no fault, since a wrong line says nothing about an alignment. Where one part of the words says that the repair does harm, all the
    /// other parts are asked, and they alone decide: of forty repairs that change nothing for better or worse, one looks harmful by chance, and the words that
    /// raised the alarm would carry their chance into the answer.
    /// </summary>
    /// <returns>Null where there is nothing to ask or to learn from.</returns>
    public static RepairComparison? Run(
        string path, DictionaryExamination whole, LabSpaces spaces, RepairDictionaryOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new OperationProgress("held-out part", 0, 1, "repairs"));
        if (Ask(0) is not { } first)
            return null;
        RepairComparison alarm = Sum([first], options);
        if (alarm.High >= 0)
            return alarm;
        int parts = (int)(1 / options.HeldOut);
        List<Answers> others = [];
        for (int part = 1; part < parts; part++)
        {
            progress?.Report(new OperationProgress("held-out part", part, parts, "repairs"));
            if (Ask(part) is { } more)
                others.Add(more);
        }

        return others.Count == 0 ? alarm : Sum(others, options);

        Answers? Ask(int part) => AskPart(part, path, whole, spaces, options, cancellation);
    }

    private static Answers? AskPart(
        int part, string path, DictionaryExamination whole, LabSpaces spaces, RepairDictionaryOptions options, CancellationToken cancellation)
    {
        ILookup<bool, LineVerdict> parts = whole.Lines.ToLookup(line => PartOf(line, options) == part);
        Dictionary<int, HashSet<int>> gold = [];
        foreach (LineVerdict line in parts[true].Where(line => line.Covered && !IsComposed(line, spaces) && !line.Reversed && !line.Outlier && line.MeantSource is null && line.MeantTarget is null))
        {
            if (!gold.TryGetValue(line.SourcePlace.Row, out HashSet<int>? targets))
                gold.Add(line.SourcePlace.Row, targets = []);
            targets.Add(line.TargetPlace.Row);
        }

        // What is composed of a held-out word would give it away.
        LineVerdict[] training = [.. parts[false].Where(line => !IsComposed(line, spaces) || !spaces.Source.Vocabulary.WordsOf(line.SourcePlace.Row).Any(gold.ContainsKey))];
        if (gold.Count == 0 || training.Where(line => line.Covered).Select(line => line.Rows).Distinct().Count() < 2)
            return null;
        RowPair[] before = [.. training
            .Select(line => new RowPair(spaces.Source.Vocabulary.IndexOf(line.Pair.Source), spaces.Target.Vocabulary.IndexOf(line.Pair.Target)))
            .Where(pair => pair.Source >= 0 && pair.Target >= 0).Distinct()];
        DictionaryExamination examined = DictionaryExamination.Run(path, [.. training.Select(line => line.Pair)], spaces, options.Seed, options.ThreadCount, null, cancellation);
        RepairedLine[] after = [.. RepairPlan.Make(examined, spaces, options, cancellation).Where(line => line.Usable).DistinctBy(RepairPlan.Rows)];
        if (after.Length < 2)
            return null;

        RowPair[] all = [.. before, .. after.Select(RepairPlan.Rows), .. gold.SelectMany(word => word.Value.Select(target => new RowPair(word.Key, target)))];
        int[] words = [.. gold.Keys.Order()];
        bool[] wasRight = before.Length < 2 ? new bool[words.Length] : Translate(Fit(spaces, before, null));
        bool[] isRight = Translate(Fit(spaces, [.. after.Select(RepairPlan.Rows)], [.. after.Select(line => line.Weight ?? 1)]));
        return new Answers(before.Length, after.Length, wasRight, isRight);

        bool[] Translate(AlignmentMap map)
        {
            int[][] answers = new CommonSpace(spaces, all, map, options.ThreadCount, cancellation).Translate(words, 1, cancellation);
            return [.. words.Select((word, place) => gold[word].Contains(answers[place][0]))];
        }
    }

    private static RepairComparison Sum(List<Answers> parts, RepairDictionaryOptions options)
    {
        bool[] wasRight = [.. parts.SelectMany(part => part.WasRight)], isRight = [.. parts.SelectMany(part => part.IsRight)];
        double[] differences = [.. isRight.Zip(wasRight, (now, then) => (now ? 1.0 : 0) - (then ? 1.0 : 0))];
        ConfidenceInterval interval = WordBootstrap.Mean(differences, options.Seed, options.ThreadCount);
        return new RepairComparison(wasRight.Length, parts[0].PairsBefore, parts[0].PairsAfter, Share(wasRight), Share(isRight), interval.Low, interval.High);
    }

    /// <summary>The map of some pairs.</summary>
    public static AlignmentMap Fit(LabSpaces spaces, IReadOnlyList<RowPair> pairs, double[]? weights) =>
        OrthogonalProcrustes.Fit(
            spaces.SourceSpace.Gather([.. pairs.Select(pair => pair.Source)]), spaces.TargetSpace.Gather([.. pairs.Select(pair => pair.Target)]),
            RobustAlignment.Weigh(spaces.SourceSpace, spaces.TargetSpace, pairs, weights), pairs.Count,
            spaces.SourceSpace.Dimension);

    private static bool IsComposed(LineVerdict line, LabSpaces spaces) =>
        line.SourcePlace.Row >= spaces.SourceSpace.Count || line.TargetPlace.Row >= spaces.TargetSpace.Count;

    // Part 0 is held out first.
    private static int PartOf(LineVerdict line, RepairDictionaryOptions options) =>
        (int)(new KeyedRandom(options.Seed, "dictionary-lab/held-out", PythonCasing.Lower(line.Source)).NextUniform() / options.HeldOut);

    private static double Share(bool[] right) => (double)right.Count(one => one) / right.Length;

    /// <summary>What both alignments answered for the words of a part.</summary>
    private sealed record Answers(int PairsBefore, int PairsAfter, bool[] WasRight, bool[] IsRight);
}
