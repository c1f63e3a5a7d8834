using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace Calque.DictionaryLab;

/// <summary>
/// Finds slips of the pen (Damerau 1964: a letter too many, too few, another one, two exchanged) in words that have no vector: one step away stands a word
/// of the language that is spelt no less likely a letter, that fits the other side under the alignment, and that does not stand beside it in the dictionary already.
/// </summary>
internal static class SlipFinder
{
    private const int ShortestWord = 3;
    private const int LongestWord = 40;
    private const int MostCandidates = 8;
    private const double MostUnlikely = 0.2;
    private const double SureEnough = 0.9;

    // Some words stand one step from any word; hardly one of them was meant.
    private const double MeantShare = 0.02;

    /// <summary>A word to look at.</summary>
    /// <param name="Place">Whose it is; handed back.</param>
    /// <param name="Word">The word without a vector.</param>
    /// <param name="OfSource">Whether it is a source word.</param>
    /// <param name="OtherRow">The row of the other side.</param>
    public readonly record struct Question(int Place, string Word, bool OfSource, int OtherRow);

    /// <summary>A slip.</summary>
    /// <param name="Place">Whose it is.</param>
    /// <param name="Row">The row of the word that was meant.</param>
    /// <param name="Word">The word that was meant.</param>
    /// <param name="Right">The probability that it and the other side belong together.</param>
    public readonly record struct Slip(int Place, int Row, string Word, double Right);

    public static IReadOnlyList<Slip> Find(
        IReadOnlyList<Question> questions, LanguageProfile source, LanguageProfile target, RobustAlignment alignment, Func<bool, int, bool> isUsable, CancellationToken cancellation)
    {
        HashSet<RowPair> known = [.. alignment.Pairs];
        List<(int Question, int Row, RowPair Pair)> candidates = [];
        for (int i = 0; i < questions.Count; i++)
        {
            Question question = questions[i];
            LanguageProfile language = question.OfSource ? source : target;
            double spelling = language.Spelling.MeanLogProbability(question.Word) - MostUnlikely;
            IEnumerable<int> rows = Edits(question.Word, language.Spelling.Alphabet)
                .Select(language.Vocabulary.IndexOf)
                .Where(row => row >= 0 && isUsable(question.OfSource, row))
                .Distinct().Order()
                .Where(row => language.Spelling.MeanLogProbability(language.Vocabulary.Words[row]) > spelling)
                .Take(MostCandidates);
            foreach (int row in rows)
            {
                RowPair pair = question.OfSource ? new RowPair(row, question.OtherRow) : new RowPair(question.OtherRow, row);
                candidates.Add((i, row, pair));
            }
        }

        double[] right = alignment.Scorer.RightProbabilities([.. candidates.Select(candidate => candidate.Pair)], cancellation, MeantShare);
        List<Slip> slips = [];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, candidates.Count).GroupBy(place => candidates[place].Question))
        {
            // A form of a word whose other form is in the dictionary is no slip.
            if (group.Any(place => known.Contains(candidates[place].Pair)))
                continue;
            int best = group.MaxBy(place => right[place]);
            if (right[best] < SureEnough)
                continue;
            Question question = questions[group.Key];
            LanguageProfile language = question.OfSource ? source : target;
            slips.Add(new Slip(question.Place, candidates[best].Row, language.Vocabulary.Words[candidates[best].Row], right[best]));
        }

        return slips;
    }

    private static IEnumerable<string> Edits(string word, IReadOnlyList<int> alphabet)
    {
        Rune[] letters = [.. word.EnumerateRunes()];
        if (letters.Length is < ShortestWord or > LongestWord)
            yield break;
        for (int at = 0; at <= letters.Length; at++)
        {
            if (at < letters.Length)
                yield return Join(letters[..at], null, letters[(at + 1)..]);
            if (at + 1 < letters.Length && letters[at] != letters[at + 1])
                yield return Join([.. letters[..at], letters[at + 1]], letters[at], letters[(at + 2)..]);
            foreach (int letter in alphabet)
            {
                if (at < letters.Length)
                    yield return Join(letters[..at], new Rune(letter), letters[(at + 1)..]);
                yield return Join(letters[..at], new Rune(letter), letters[at..]);
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
