using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Calque.Numerics;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>
/// How the words of a language are spelt: letter trigrams of its vocabulary, each word counted once, with Witten and Bell's interpolation
/// (1991, method C) down to an even share of the letters. Words are put in lower case and stand between two marks.
/// </summary>
internal sealed class SpellingModel
{
    // Rarer words of a large vocabulary are names, slips and words of other languages.
    private const int MostWords = 50_000;
    private const int Mark = 0x1FFFFF;
    private const int TooShortForTails = 4;

    private readonly Dictionary<long, int> _trigrams = [];
    private readonly Dictionary<long, Context> _contexts = [];
    private readonly Dictionary<int, Context> _shortContexts = [];
    private readonly Dictionary<long, int> _bigrams = [];
    private readonly Dictionary<int, int> _letters = [];
    private HashSet<int> _own = [];
    private long _letterCount;

    private SpellingModel()
    {
    }

    /// <summary>Letters of which there are enough to be the language's own, in ascending order.</summary>
    public IReadOnlyList<int> Alphabet { get; private set; } = [];

    /// <summary>The mean logarithm a letter below which only one word of 500 of the vocabulary lies that the model had not seen; null for a vocabulary too small to say.</summary>
    public double? Tail { get; private set; }

    public static SpellingModel Train(IReadOnlyList<string> words)
    {
        List<string> letters = [.. words.Take(MostWords).Where(IsWord).Select(PythonCasing.Lower)];
        SpellingModel model = new();
        foreach (string word in letters)
            model.Add(word);
        long enough = Math.Max(2, model._letterCount / 5000);
        model.Alphabet = [.. model._letters.Where(letter => letter.Value >= enough && letter.Key != Mark).Select(letter => letter.Key).Order()];
        model._own = [.. model.Alphabet];
        model.Tail = FindTail(letters);
        return model;
    }

    /// <summary>Whether a text is spelt with letters, marks, apostrophes and hyphens alone.</summary>
    public static bool IsWord(string text)
    {
        bool letter = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
                letter = true;
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) && rune.Value is not ('\'' or '-' or 0x2019))
                return false;
        }

        return letter;
    }

    /// <summary>The natural logarithm of a word's probability among words.</summary>
    public double LogProbability(string word)
    {
        int a = Mark, b = Mark;
        double sum = 0;
        foreach (Rune rune in PythonCasing.Lower(word).EnumerateRunes())
        {
            sum += DeterministicMath.Log(Probability(a, b, rune.Value));
            a = b;
            b = rune.Value;
        }

        return sum + DeterministicMath.Log(Probability(a, b, Mark));
    }

    /// <summary><see cref="LogProbability"/> a letter, the closing mark counted as one.</summary>
    public double MeanLogProbability(string word) => LogProbability(word) / (word.EnumerateRunes().Count() + 1);

    /// <summary>Whether hardly any word of the language is spelt so unlikely; never said of short words, which are abbreviations and affixes.</summary>
    public bool IsInTail(string word) => Tail is { } tail && word.Length >= TooShortForTails && MeanLogProbability(word) < tail;

    /// <summary>The share of a text's letters that are in the alphabet; 1 where it has none.</summary>
    public double ShareOfAlphabet(string text)
    {
        int known = 0, all = 0;
        foreach (Rune rune in PythonCasing.Lower(text).EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
                continue;
            all++;
            known += _own.Contains(rune.Value) ? 1 : 0;
        }

        return all == 0 ? 1 : (double)known / all;
    }

    // Each half is scored by a model of the other half: a model flatters what it has seen.
    private static double? FindTail(List<string> words)
    {
        if (words.Count < 2000)
            return null;
        List<double> scores = [];
        for (int half = 0; half < 2; half++)
        {
            SpellingModel other = new();
            for (int i = 1 - half; i < words.Count; i += 2)
                other.Add(words[i]);
            for (int i = half; i < words.Count; i += 2)
            {
                if (words[i].Length >= TooShortForTails)
                    scores.Add(other.MeanLogProbability(words[i]));
            }
        }

        scores.Sort();
        return scores.Count == 0 ? null : scores[scores.Count / 500];
    }

    private void Add(string word)
    {
        int a = Mark, b = Mark;
        foreach (Rune rune in word.EnumerateRunes())
        {
            Count(a, b, rune.Value);
            a = b;
            b = rune.Value;
        }

        Count(a, b, Mark);
    }

    private void Count(int a, int b, int c)
    {
        bool isNew = Increment(_trigrams, Key(a, b, c));
        _contexts[Pair(a, b)] = _contexts.GetValueOrDefault(Pair(a, b)).With(isNew);
        bool isNewShort = Increment(_bigrams, Pair(b, c));
        _shortContexts[b] = _shortContexts.GetValueOrDefault(b).With(isNewShort);
        _letters[c] = _letters.GetValueOrDefault(c) + 1;
        _letterCount++;
    }

    private double Probability(int a, int b, int c)
    {
        int kinds = _letters.Count;
        double even = 1.0 / (kinds + 1);
        double letter = (_letters.GetValueOrDefault(c) + (kinds * even)) / (_letterCount + kinds + 1.0);
        Context shorter = _shortContexts.GetValueOrDefault(b);
        double bigram = shorter.Total == 0 ? letter : (_bigrams.GetValueOrDefault(Pair(b, c)) + (shorter.Kinds * letter)) / (shorter.Total + shorter.Kinds);
        Context longer = _contexts.GetValueOrDefault(Pair(a, b));
        return longer.Total == 0 ? bigram : (_trigrams.GetValueOrDefault(Key(a, b, c)) + (longer.Kinds * bigram)) / (longer.Total + longer.Kinds);
    }

    private static bool Increment(Dictionary<long, int> counts, long key)
    {
        int before = counts.GetValueOrDefault(key);
        counts[key] = before + 1;
        return before == 0;
    }

    private static long Key(int a, int b, int c) => ((long)a << 42) | ((long)b << 21) | (uint)c;

    private static long Pair(int b, int c) => ((long)b << 21) | (uint)c;

    /// <summary>How often something stood before a letter, and before how many kinds of letters.</summary>
    private readonly record struct Context(int Total, int Kinds)
    {
        public Context With(bool isNew) => new(Total + 1, Kinds + (isNew ? 1 : 0));
    }
}
