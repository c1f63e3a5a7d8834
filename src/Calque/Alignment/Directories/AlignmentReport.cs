using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Calque.Alignment.Directories;

/// <summary>An alignment in words: <c>report.txt</c>, and what the command prints.</summary>
public static class AlignmentReport
{
    /// <summary>Writes the text, lines ending in <c>\n</c>.</summary>
    public static string Compose(AlignmentManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        StringBuilder text = new();
        string chosen = manifest.FittedMethod == manifest.Method ? manifest.Method : $"{manifest.Method}, which chose {manifest.FittedMethod}";
        Line($"Method {chosen}; normalization {manifest.Normalization}; seed {manifest.Seed}.");
        Side("Source", manifest.Source, manifest.Inputs.FirstOrDefault(input => input.Role == "source-embeddings"));
        Side("Target", manifest.Target, manifest.Inputs.FirstOrDefault(input => input.Role == "target-embeddings"));
        if (manifest.Dictionary is { } dictionary)
        {
            Line($"Dictionary: {dictionary.Lines:N0} lines, {dictionary.Used:N0} pairs used{(dictionary.Composed > 0 ? Text($", {dictionary.Composed:N0} of them composed of several words' vectors") : "")}{(dictionary.Weighted ? ", weighted by the third column" : "")}; out: {dictionary.Uncovered:N0} with a word that has no vector, {dictionary.Repeated:N0} repeated, {dictionary.SkippedLines:N0} lines without a pair.");
        }

        foreach (KeyValuePair<string, string> note in manifest.Notes.Where(note => (manifest.SelfLearning is null && manifest.Adversarial is null) || note.Key is not ("failed" or "verdict" or "start")))
            Line($"{note.Key}: {Shortened(note.Value)}");
        if (manifest.Trials.Count > 0)
            Trials(manifest.Trials);
        if (manifest.SelfLearning is { } learning)
        {
            Line($"Self-learning from {SelfLearningStartNames.Of(learning.Start)} ({learning.StartPairs:N0} pairs): {learning.Rounds} rounds, {learning.Pairs:N0} pairs at the end, mean best similarity {learning.Objective:F3}, mutual {100 * learning.MutualShare:F1} %.");
            if (learning.Trials.Count > 0)
                Line($"Settings by words left out that are each other's best translation: {string.Join("; ", learning.Trials.Select(trial => Text($"{trial.Setting}: {trial.Mutual:N0}{(trial.Chosen ? " <- chosen" : "")}")))}.");
            Line($"Verdict: {(learning.Failed ? "failed" : "sound")}. {learning.Verdict}");
        }

        if (manifest.Adversarial is { } adversarial)
            Adversarial(adversarial);
        Line($"Common space: {manifest.Dimension} dimensions; {(manifest.MovesTarget ? "both sides move: map the target's vectors too (--side target)" : "the source side moves, the target side stays")}.");
        foreach (string warning in manifest.Warnings)
            Line($"Warning: {warning}");
        return text.ToString();

        void Side(string name, VocabularyFigures figures, AlignmentInput? input)
        {
            Line($"{name}: {figures.Words:N0} words of {figures.Dimension} dimensions{(figures.BeyondLimit > 0 ? Text($", {figures.BeyondLimit:N0} beyond the limit") : "")}{(figures.ZeroVectors > 0 ? Text($", {figures.ZeroVectors:N0} without a direction") : "")}; {input?.Path} (SHA-256 {input?.Sha256[..12]}...).");
        }

        void Trials(IReadOnlyList<AlignmentTrial> trials)
        {
            Line($"Tried on held-out parts of the dictionary (CSLS):");
            int width = trials.Max(trial => Name(trial).Length);
            foreach (AlignmentTrial trial in trials)
            {
                string share = trial.Words == 0 ? "-" : Text($"{100.0 * trial.Right / trial.Words:F2}");
                Line($"  {Name(trial).PadRight(width)}  P@1 {share,6} %  MRR {trial.MeanReciprocalRank:F4}  of {trial.Words:N0}{(trial.Chosen ? "  <- chosen" : "")}");
            }
        }

        void Adversarial(AdversarialReport report)
        {
            Line($"Restarts, judged on the {report.Words:N0} most frequent words:");
            foreach (AdversarialRestart one in report.Restarts)
                Line($"  {one.Restart + 1,3}  {one.Steps,5:N0} steps  criterion {one.Criterion:F3}  mutual {100 * one.MutualShare,5:F1} %  like the chosen {100 * one.Agreement,5:F1} %  {(one.Succeeded ? "succeeded" : "failed")}{(one.Chosen ? "  <- chosen" : "")}");
            Line($"Random rotations ({report.NullStarts}, refined alike): criterion {report.NullCriterion:F3}, mutual {100 * report.NullMutualShare:F1} %.");
            Line($"Verdict: sound. {report.Verdict}");
        }

        void Line(FormattableString line) => text.Append(Text(line)).Append('\n');
    }

    /// <summary>A figure with as many digits as a person reads; the manifest has them all.</summary>
    private static string Shortened(string value) =>
        value.Contains('.', StringComparison.Ordinal) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Text($"{number:G6}") : value;

    private static string Name(AlignmentTrial trial) =>
        $"{trial.Method}, {NormalizationNames.Of(trial.Normalization)}{(trial.Setting.Length > 0 ? ", " + trial.Setting : "")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
