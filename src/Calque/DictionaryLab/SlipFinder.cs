using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Calque.Numerics;

namespace Calque.DictionaryLab;

/// <summary>
/// Finds slips of the pen (Damerau 1964: a letter too many, too few, another one, two exchanged): one step from the word stands a word of the language that
/// fits the other side under the alignment, and that does not stand beside it in the dictionary already. How common slips are is learned from the words
/// themselves, by expectation and maximisation, and from steps inside words alone: at either end, the forms of a word differ by a letter without any slip.
/// Nothing is learned where the vectors hardly tell right pairs from mismatches: there, related words seem to fit as well as the one that was meant.
/// </summary>
internal static class SlipFinder
{
    private const int ShortestWord = 2;
    private const int LongestWord = 40;
    private const int MostCandidates = 64;
    private const double SureEnough = 0.9;
    private const double MostSpelling = 3;

    // What is thought of the share before a word is looked at, and how many words that weighs as much as.
    private const double FirstShare = 0.02;
    private const double FirstWeight = 5;
    private const double LargestShare = 0.3;
    private const int Rounds = 50;

    /// <summary>A word to look at.</summary>
    /// <param name="Place">Whose it is; handed back.</param>
    /// <param name="Word">The word.</param>
    /// <param name="OfSource">Whether it is a source word.</param>
    /// <param name="OtherRow">The row of the other side.</param>
    /// <param name="OwnRatio">How much likelier the word fits the other side than a mismatch would; null for a word without a vector.</param>
    public readonly record struct Question(int Place, string Word, bool OfSource, int OtherRow, double? OwnRatio);

    /// <summary>A slip.</summary>
    /// <param name="Place">Whose it is.</param>
    /// <param name="OfSource">Whether it is a source word.</param>
    /// <param name="Word">The word that was meant.</param>
    /// <param name="Right">The probability that it was.</param>
    public readonly record struct Slip(int Place, bool OfSource, string Word, double Right);

    /// <summary>What was found, and the share of slips among the words that stand one step from another.</summary>
    public sealed record Findings(IReadOnlyList<Slip> Slips, double Share);

    private readonly record struct Step(string Word, bool AtEnd);

    private readonly record struct Candidate(int Question, int Row, RowPair Pair, bool AtEnd, double Spelling);

    public static Findings Find(
        IReadOnlyList<Question> questions, LanguageProfile source, LanguageProfile target, RobustAlignment alignment, Func<bool, int, bool> isUsable, CancellationToken cancellation)
    {
        HashSet<RowPair> known = [.. alignment.Pairs];
        List<Candidate> candidates = [];
        for (int i = 0; i < questions.Count; i++)
        {
            if (i % 256 == 0)
                cancellation.ThrowIfCancellationRequested();
            Candidate[] found = [.. Candidates(i, questions[i], questions[i].OfSource ? source : target, isUsable)];
            // A form of a word whose other form is in the dictionary is no slip.
            if (!found.Any(candidate => known.Contains(candidate.Pair)))
                candidates.AddRange(found);
        }

        double[] ratios = alignment.Scorer.RightRatios([.. candidates.Select(candidate => candidate.Pair)], cancellation);
        for (int i = 0; i < ratios.Length; i++)
            ratios[i] *= DeterministicMath.Exp(candidates[i].Spelling) / (questions[candidates[i].Question].OwnRatio ?? 1);
        int[][] groups = [.. Enumerable.Range(0, candidates.Count).GroupBy(place => candidates[place].Question).Select(group => group.ToArray())];
        double share = alignment.Scorer.Mixture.Mean < CheckReport.LeastDistance
            ? FirstShare
            : EstimateShare([.. groups.Where(group => !candidates[group.MaxBy(place => ratios[place])].AtEnd).Select(group => group.Average(place => ratios[place]))]);
        List<Slip> slips = [];
        foreach (int[] group in groups)
        {
            int best = group.MaxBy(place => ratios[place]);
            double right = share * ratios[best] / group.Length / (1 - share + (share * group.Average(place => ratios[place])));
            if (right < SureEnough)
                continue;
            Question question = questions[candidates[best].Question];
            slips.Add(new Slip(question.Place, question.OfSource, (question.OfSource ? source : target).Vocabulary.Words[candidates[best].Row], right));
        }

        return new Findings(slips, share);
    }

    private static double EstimateShare(double[] ratios)
    {
        double share = FirstShare;
        for (int round = 0; round < Rounds; round++)
            share = Math.Min(((FirstShare * FirstWeight) + ratios.Sum(ratio => share * ratio / (1 - share + (share * ratio)))) / (ratios.Length + FirstWeight), LargestShare);
        return share;
    }

    private static IEnumerable<Candidate> Candidates(int place, Question question, LanguageProfile language, Func<bool, int, bool> isUsable)
    {
        int own = language.Vocabulary.IndexOf(question.Word);
        double spelling = language.Spelling.MeanLogProbability(question.Word);
        int letters = question.Word.EnumerateRunes().Count();
        return Steps(question.Word, language.Spelling.Alphabet)
            .Select(step => (Row: language.Vocabulary.IndexOf(step.Word), step.AtEnd))
            .Where(step => step.Row >= 0 && step.Row != own && isUsable(question.OfSource, step.Row))
            .GroupBy(step => step.Row).OrderBy(group => group.Key).Take(MostCandidates)
            .Select(group => new Candidate(
                place,
                group.Key,
                question.OfSource ? new RowPair(group.Key, question.OtherRow) : new RowPair(question.OtherRow, group.Key),
                group.Any(step => step.AtEnd),
                // A slip is spelt no better than what was meant; worse is any rare word. Between two words of the vocabulary spelling says nothing.
                question.OwnRatio is null
                    ? Math.Clamp((language.Spelling.MeanLogProbability(language.Vocabulary.Words[group.Key]) - spelling) * letters, -MostSpelling, 0)
                    : 0));
    }

    private static IEnumerable<Step> Steps(string word, IReadOnlyList<int> alphabet)
    {
        Rune[] letters = [.. word.EnumerateRunes()];
        if (letters.Length is < ShortestWord or > LongestWord)
            yield break;
        for (int at = 0; at <= letters.Length; at++)
        {
            bool atEnd = at == 0 || at >= letters.Length - 1;
            if (at < letters.Length)
                yield return new Step(Join(letters[..at], null, letters[(at + 1)..]), atEnd);
            if (at + 1 < letters.Length && letters[at] != letters[at + 1])
                yield return new Step(Join([.. letters[..at], letters[at + 1]], letters[at], letters[(at + 2)..]), false);
            foreach (int letter in alphabet)
            {
                if (at < letters.Length)
                    yield return new Step(Join(letters[..at], new Rune(letter), letters[(at + 1)..]), atEnd);
                yield return new Step(Join(letters[..at], new Rune(letter), letters[at..]), at == 0 || at == letters.Length);
            }
        }
    }

    private static string Join(Rune[] before, Rune? middle, Rune[] after)
    {
        StringBuilder text = new();
        foreach (Rune rune in before)
            text.Append(rune.ToString());
        if (middle is { } one)
            text.Append(one.ToString());
        foreach (Rune rune in after)
            text.Append(rune.ToString());
        return text.ToString();
    }
}
