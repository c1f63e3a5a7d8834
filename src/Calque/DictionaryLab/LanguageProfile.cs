using System.Collections.Generic;
using System.Linq;
using System.Text;
using Calque.Alignment;
using Calque.Numerics;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>What is known of a language from its vocabulary: its words by frequency, and its spelling.</summary>
internal sealed class LanguageProfile
{
    // Mandelbrot's shift of Zipf's law; vector files without counts give ranks alone.
    private const double RankShift = 2.7;

    public LanguageProfile(VocabularyVectors vocabulary)
        : this(vocabulary, SpellingModel.Train(vocabulary.Words))
    {
    }

    private LanguageProfile(VocabularyVectors vocabulary, SpellingModel spelling)
    {
        Vocabulary = vocabulary;
        Spelling = spelling;
    }

    public VocabularyVectors Vocabulary { get; }

    public SpellingModel Spelling { get; }

    /// <summary>The row of a word as it is written, or in the form, case or both in which the vocabulary has it.</summary>
    public WordPlace Find(string word)
    {
        WordPlace place = FindWord(word);
        if (place.Known || Vocabulary.Composed.Count == 0)
            return place;
        string known = InKnownForms(word);
        int row = Vocabulary.IndexOf(known);
        return row >= 0 ? new WordPlace(row, known) : place;
    }

    /// <summary>The same language with the entries of several words composed whose words are known in one form or another.</summary>
    public LanguageProfile Compose(IEnumerable<string> entries) => new(Vocabulary.Compose(entries.Select(InKnownForms)), Spelling);

    // The white space between the words stays as it is.
    private string InKnownForms(string entry)
    {
        StringBuilder text = new();
        for (int start = 0; start < entry.Length;)
        {
            int end = start;
            bool blank = char.IsWhiteSpace(entry[start]);
            while (end < entry.Length && char.IsWhiteSpace(entry[end]) == blank)
                end++;
            string part = entry[start..end];
            text.Append(blank ? part : FindWord(part).Form);
            start = end;
        }

        return text.ToString();
    }

    private WordPlace FindWord(string word)
    {
        int row = Vocabulary.IndexOf(word);
        if (row >= 0)
            return new WordPlace(row, word);
        foreach (string variant in Variants(word))
        {
            row = Vocabulary.IndexOf(variant);
            if (row >= 0)
                return new WordPlace(row, variant);
        }

        return new WordPlace(-1, word);
    }

    /// <summary>The logarithm of a word's share by Zipf's law, up to a constant that depends on the vocabulary's size alone.</summary>
    public static double LogShare(int row) => -DeterministicMath.Log(row + 1 + RankShift);

    /// <summary>The largest logarithm that a word can have that is not in the vocabulary: a fifth of its last word's.</summary>
    public double LogShareOfAbsent => LogShare(Vocabulary.Count - 1) - DeterministicMath.Log(5);

    private static IEnumerable<string> Variants(string word)
    {
        string composed = UnicodeNormalization.Nfc(word);
        string lower = PythonCasing.Lower(composed);
        return new[] { composed, lower, PythonCasing.Title(lower), PythonCasing.Upper(lower) }.Where(variant => variant != word);
    }
}
