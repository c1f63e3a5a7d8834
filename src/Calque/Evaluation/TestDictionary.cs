using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Alignment;
using Calque.Dictionaries;

namespace Calque.Evaluation;

/// <summary>The words of a test dictionary, as they can be asked of two vocabularies. The unit is the distinct source word, as it is written.</summary>
public sealed class TestDictionary
{
    private TestDictionary(IReadOnlyList<TestWord> words, int allWords, int pairs, int coveredPairs, int identicalPairs)
    {
        Words = words;
        AllWords = allWords;
        Pairs = pairs;
        CoveredPairs = coveredPairs;
        IdenticalPairs = identicalPairs;
    }

    /// <summary>Source words with a vector, of which a translation has one too, in the order of the file.</summary>
    public IReadOnlyList<TestWord> Words { get; }

    /// <summary>Distinct source words of the file, known or not.</summary>
    public int AllWords { get; }

    /// <summary>Pairs of the file.</summary>
    public int Pairs { get; }

    /// <summary>Distinct pairs with a vector on both sides.</summary>
    public int CoveredPairs { get; }

    /// <summary>Those of them whose two sides are one string.</summary>
    public int IdenticalPairs { get; }

    /// <summary>The share of the source words that can be asked for; 0 where there are none.</summary>
    public double Coverage => AllWords == 0 ? 0 : (double)Words.Count / AllWords;

    /// <summary>Finds the words of a dictionary in two vocabularies.</summary>
    /// <param name="dictionary">Source words first.</param>
    /// <param name="source">The source vocabulary.</param>
    /// <param name="target">The target vocabulary.</param>
    /// <exception cref="InvalidDictionaryException">Not one pair has a vector on both sides; the message has the numbers.</exception>
    public static TestDictionary Select(BilingualDictionary dictionary, VocabularyVectors source, VocabularyVectors target)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        TestDictionary test = Select(dictionary.Pairs, source, target);
        if (test.Words.Count > 0)
            return test;
        int known = dictionary.Pairs.Select(pair => pair.Source).Distinct(StringComparer.Ordinal).Count(word => source.IndexOf(word) >= 0);
        int reversed = Select([.. dictionary.Pairs.Select(pair => new TranslationPair(pair.Target, pair.Source, pair.Line))], source, target).Words.Count;
        throw new InvalidDictionaryException(
            dictionary.Path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"no word to ask for ({dictionary.Pairs.Count} pairs; {known} of {test.AllWords} source words have a vector, none of them a translation with one)"),
            "pairs of a word of the source vectors and a word of the target vectors",
            reversed > 0
                ? string.Create(CultureInfo.InvariantCulture, $"The columns look reversed: the other way round {reversed} words could be asked for. The source language stands first.")
                : "Is it the dictionary of these two languages, in the spelling and case of the vectors?");
    }

    /// <summary>Finds the words of some pairs in two vocabularies; there may be none.</summary>
    public static TestDictionary Select(IReadOnlyList<TranslationPair> pairs, VocabularyVectors source, VocabularyVectors target)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Dictionary<string, List<int>> gold = new(StringComparer.Ordinal);
        List<string> order = [];
        int covered = 0, identical = 0;
        foreach (TranslationPair pair in pairs)
        {
            if (!gold.TryGetValue(pair.Source, out List<int>? rows))
            {
                gold.Add(pair.Source, rows = []);
                order.Add(pair.Source);
            }

            int answer = target.IndexOf(pair.Target);
            if (answer < 0 || source.IndexOf(pair.Source) < 0 || rows.Contains(answer))
                continue;
            rows.Add(answer);
            covered++;
            identical += string.Equals(pair.Source, pair.Target, StringComparison.Ordinal) ? 1 : 0;
        }

        TestWord[] words = [.. order.Where(word => gold[word].Count > 0).Select(word => new TestWord(source.IndexOf(word), gold[word]))];
        return new TestDictionary(words, order.Count, pairs.Count, covered, identical);
    }
}
