using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Calque.Dictionaries;
using Calque.Numerics;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>Examines the pairs of a dictionary against two vocabularies: direction, then fit, then spelling.</summary>
internal sealed class DictionaryExamination
{
    // Of the lines that are called outliers so many must be wrong, by the probabilities of the mixture.
    private const double Precision = 0.95;
    private const double MostRight = 0.15;
    private const double MostVotes = 4;
    private const double MostFit = 8;
    private const double SlipsAreCommon = 0.1;
    private const double Doubtful = 0.999;

    private DictionaryExamination(IReadOnlyList<LineVerdict> lines, RobustAlignment? alignment, double reversedShare)
    {
        Lines = lines;
        Alignment = alignment;
        ReversedShare = reversedShare;
    }

    /// <summary>The verdicts, in the dictionary's order.</summary>
    public IReadOnlyList<LineVerdict> Lines { get; }

    /// <summary>What judged the pairs; null where they were too few.</summary>
    public RobustAlignment? Alignment { get; }

    /// <summary>The share of lines that stand the wrong way round, as estimated.</summary>
    public double ReversedShare { get; }

    /// <summary>Examines.</summary>
    /// <exception cref="InvalidDictionaryException">Fewer than two pairs have a vector on both sides.</exception>
    public static DictionaryExamination Run(
        string path, IReadOnlyList<TranslationPair> pairs, LabSpaces spaces, ulong seed, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        LineVerdict[] lines = [.. pairs.Select(pair => new LineVerdict(pair))];
        double share = JudgeDirection(lines, spaces, progress, cancellation);
        RowPair[] rows = [.. lines.Where(line => line.Covered).Select(line => line.Rows).Distinct()];
        if (rows.Length < 2)
            throw TooFew(path, lines, rows.Length);
        RobustAlignment? alignment = null;
        if (rows.Length >= RobustAlignment.FewestPairs)
        {
            alignment = RobustAlignment.Fit(spaces.SourceSpace, spaces.TargetSpace, rows, seed, threads, progress, cancellation);
            JudgeFit(lines, alignment, share, cancellation);
            FindSlips(lines, spaces, alignment, cancellation);
        }

        Describe(lines, spaces);
        return new DictionaryExamination(lines, alignment, share);
    }

    private static double JudgeDirection(LineVerdict[] lines, LabSpaces spaces, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        DirectionVotes votes = new(spaces.Source, spaces.Target);
        Dictionary<(bool, string), WordPlace> found = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (i % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new OperationProgress("direction", i, lines.Length, "lines"));
            }

            LineVerdict line = lines[i];
            line.FirstInSource = Find(true, line.Pair.Source);
            line.FirstInTarget = Find(false, line.Pair.Source);
            line.SecondInSource = Find(true, line.Pair.Target);
            line.SecondInTarget = Find(false, line.Pair.Target);
            line.Evidence = IsSame(line.Pair) ? 0 : votes.Evidence(line.Pair.Source, line.Pair.Target);
        }

        double share = DirectionVotes.EstimateShare([.. lines.Where(line => line.Evidence != 0).Select(line => line.Evidence)]);
        foreach (LineVerdict line in lines)
            line.Reversed = IsReversed(line, DirectionVotes.ReversedProbability(line.Evidence, share));
        return share;

        WordPlace Find(bool ofSource, string text)
        {
            if (!found.TryGetValue((ofSource, text), out WordPlace place))
            {
                place = (ofSource ? spaces.Source : spaces.Target).Find(text);
                bool usable = place.Known && RobustAlignment.IsUsable(ofSource ? spaces.SourceSpace : spaces.TargetSpace, place.Row);
                place = usable ? place : new WordPlace(-1, text);
                found.Add((ofSource, text), place);
            }

            return place;
        }
    }

    private static bool IsReversed(LineVerdict line, double probability)
    {
        bool forward = line.FirstInSource.Known && line.SecondInTarget.Known, backward = line.SecondInSource.Known && line.FirstInTarget.Known;
        if (IsSame(line.Pair) || (forward && !backward))
            return false;
        return probability > 0.5;
    }

    private static bool IsSame(TranslationPair pair) => PythonCasing.Lower(pair.Source) == PythonCasing.Lower(pair.Target);

    private static void JudgeFit(LineVerdict[] lines, RobustAlignment alignment, double share, CancellationToken cancellation)
    {
        Dictionary<RowPair, double> right = [];
        for (int i = 0; i < alignment.Pairs.Count; i++)
            right[alignment.Pairs[i]] = 1 - alignment.Wrong[i];

        // Where both ways round have vectors, the alignment has a voice in the direction too.
        LineVerdict[] open = [.. lines.Where(line => line.FirstInSource.Known && line.SecondInTarget.Known && line.SecondInSource.Known && line.FirstInTarget.Known && !IsSame(line.Pair))];
        RowPair[] turned = [.. open.SelectMany(line => new[] { new RowPair(line.FirstInSource.Row, line.SecondInTarget.Row), new RowPair(line.SecondInSource.Row, line.FirstInTarget.Row) }).Where(pair => !right.ContainsKey(pair)).Distinct()];
        double[] others = alignment.Scorer.RightProbabilities(turned, cancellation);
        for (int i = 0; i < turned.Length; i++)
            right[turned[i]] = others[i];
        foreach (LineVerdict line in open)
        {
            double asItStands = Odds(right[new RowPair(line.FirstInSource.Row, line.SecondInTarget.Row)]);
            double turnedRound = Odds(right[new RowPair(line.SecondInSource.Row, line.FirstInTarget.Row)]);
            double evidence = Math.Clamp(line.Evidence, -MostVotes, MostVotes) + Math.Clamp(asItStands - turnedRound, -MostFit, MostFit);
            line.Reversed = IsReversed(line, DirectionVotes.ReversedProbability(evidence, Math.Min(share, 0.5)));
        }

        foreach (LineVerdict line in lines.Where(line => line.Covered))
            line.Right = right.TryGetValue(line.Rows, out double known) ? known : null;
        MarkOutliers([.. lines.Where(line => line.Right is not null)]);
    }

    private static double Odds(double probability) =>
        DeterministicMath.Log(Math.Max(probability, 1e-12)) - DeterministicMath.Log(Math.Max(1 - probability, 1e-12));

    private static void MarkOutliers(LineVerdict[] judged)
    {
        double sum = 0;
        int count = 0;
        foreach (LineVerdict line in judged.OrderBy(line => line.Right).ThenBy(line => line.Pair.Line))
        {
            sum += 1 - line.Right!.Value; // chosen for having one
            count++;
            if (line.Right > MostRight || sum < Precision * count)
                break;
            line.Outlier = true;
        }
    }

    private static void FindSlips(LineVerdict[] lines, LabSpaces spaces, RobustAlignment alignment, CancellationToken cancellation)
    {
        List<SlipFinder.Question> questions = [];
        for (int i = 0; i < lines.Length; i++)
        {
            LineVerdict line = lines[i];
            if (line.SourcePlace.Known != line.TargetPlace.Known && SpellingModel.IsWord(line.SourcePlace.Known ? line.Target : line.Source))
            {
                questions.Add(line.SourcePlace.Known
                    ? new SlipFinder.Question(i, line.Target, false, line.SourcePlace.Row, null)
                    : new SlipFinder.Question(i, line.Source, true, line.TargetPlace.Row, null));
            }
        }

        SlipFinder.Findings found = Ask(questions);
        if (found.Share < SlipsAreCommon)
            return;

        // Where words without a vector are slips, so are some with one.
        LineVerdict[] doubtful = [.. lines.Where(line => !line.Outlier && line.Right < Doubtful && !IsSame(line.Pair))];
        double[] ratios = alignment.Scorer.RightRatios([.. doubtful.Select(line => line.Rows)], cancellation);
        Dictionary<LineVerdict, int> places = [];
        for (int i = 0; i < lines.Length; i++)
            places.Add(lines[i], i);
        questions.Clear();
        for (int i = 0; i < doubtful.Length; i++)
        {
            LineVerdict line = doubtful[i];
            double own = Math.Max(ratios[i], 1e-6);
            if (SpellingModel.IsWord(line.SourcePlace.Form))
                questions.Add(new SlipFinder.Question(places[line], line.SourcePlace.Form, true, line.TargetPlace.Row, own));
            if (SpellingModel.IsWord(line.TargetPlace.Form))
                questions.Add(new SlipFinder.Question(places[line], line.TargetPlace.Form, false, line.SourcePlace.Row, own));
        }

        Ask(questions);

        SlipFinder.Findings Ask(List<SlipFinder.Question> asked)
        {
            SlipFinder.Findings answers = SlipFinder.Find(
                asked, spaces.Source, spaces.Target, alignment,
                (ofSource, row) => RobustAlignment.IsUsable(ofSource ? spaces.SourceSpace : spaces.TargetSpace, row), cancellation);
            // One slip a line: the likelier side, the source's where both are.
            foreach (SlipFinder.Slip slip in answers.Slips.OrderBy(slip => slip.Place).ThenByDescending(slip => slip.Right).DistinctBy(slip => slip.Place))
            {
                LineVerdict line = lines[slip.Place];
                if (slip.OfSource)
                    line.MeantSource = slip.Word;
                else
                    line.MeantTarget = slip.Word;
            }

            return answers;
        }
    }

    private static void Describe(LineVerdict[] lines, LabSpaces spaces)
    {
        Dictionary<(string, string), int> first = [];
        DirectionVotes votes = new(spaces.Source, spaces.Target);
        foreach (LineVerdict line in lines)
        {
            TranslationPair pair = line.Pair;
            if (line.Reversed)
            {
                line.Add(FindingNames.Reversed, string.Create(
                    CultureInfo.InvariantCulture,
                    $"votes for turning it (log odds): vocabulary {-votes.VocabularyEvidence(pair.Source, pair.Target):F1}, script {-votes.ScriptEvidence(pair.Source, pair.Target):F1}, spelling {-votes.SpellingEvidence(pair.Source, pair.Target):F1}"));
            }

            if (line.Outlier)
                line.Add(FindingNames.Outlier, string.Create(CultureInfo.InvariantCulture, $"the sides belong together with probability {line.Right:0.####}"));
            if (IsSame(pair))
                line.Add(FindingNames.Identical);
            (string, string) key = (PythonCasing.Lower(UnicodeNormalization.Nfc(pair.Source)), PythonCasing.Lower(UnicodeNormalization.Nfc(pair.Target)));
            if (!first.TryAdd(key, pair.Line))
                line.Add(FindingNames.Duplicate, string.Create(CultureInfo.InvariantCulture, $"as line {first[key]}"));
            DescribeSide(line, line.Source, line.SourcePlace, line.MeantSource, spaces.Source, spaces.Target, line.Target);
            DescribeSide(line, line.Target, line.TargetPlace, line.MeantTarget, spaces.Target, spaces.Source, line.Source);
        }
    }

    private static void DescribeSide(LineVerdict line, string text, WordPlace place, string? meant, LanguageProfile own, LanguageProfile other, string otherSide)
    {
        bool several = text.AsSpan().ContainsAny(" \t\u00A0");
        if (several)
            line.Add(FindingNames.MultiWord);
        if (place.Known)
        {
            if (meant is not null)
                line.Add(FindingNames.Outlier, $"'{text}' is a slip for '{meant}'");
            if (place.Form != text)
                line.Add(FindingNames.Casing, $"'{text}' stands in the vectors as '{place.Form}'");
            return;
        }

        line.Add(FindingNames.Uncovered, $"'{text}' has no vector");
        if (several)
            return;
        if (meant is not null)
            line.Add(FindingNames.NonWord, $"'{text}' is a slip for '{meant}'");
        else if (!SpellingModel.IsWord(text))
            line.Add(FindingNames.NonWord, $"'{text}' is not made of letters");
        else if (own.Spelling.IsInTail(text))
            line.Add(FindingNames.NonWord, $"'{text}' is spelt as hardly any word of its language");
        else if (other.Find(text).Known && other.Find(otherSide).Known && !IsSame(line.Pair)
            && other.Spelling.LogProbability(text) > own.Spelling.LogProbability(text) + 2)
            line.Add(FindingNames.NonWord, $"'{text}' is a word of the other language");
    }

    private static InvalidDictionaryException TooFew(string path, LineVerdict[] lines, int usable)
    {
        int source = lines.Count(line => !line.SourcePlace.Known), target = lines.Count(line => !line.TargetPlace.Known);
        return new InvalidDictionaryException(
            path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{usable} {(usable == 1 ? "pair" : "pairs")} with a vector on both sides ({lines.Length} {(lines.Length == 1 ? "pair" : "pairs")}; source word without a vector in {source}, target word in {target})"),
            "at least 2; some hundreds are needed to tell right from wrong",
            "Is it the dictionary of these two languages, in the spelling and case of the vectors?");
    }
}
