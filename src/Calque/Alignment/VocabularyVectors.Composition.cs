using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Alignment;

/// <content>Entries of several words, as rows behind those of the words.</content>
public sealed partial class VocabularyVectors
{
    /// <summary>So many of the most frequent words are taken for function words: articles, prepositions, forms of "to be".</summary>
    public const int FunctionWords = 100;

    /// <summary>
    /// Entries of several words (<see cref="Compose"/>). They are rows from <see cref="Count"/> on for pairs to name and for <see cref="IndexOf"/> to find; they are
    /// no words, so nothing is retrieved from among them, and they count in no mean. Their vectors stand in no <see cref="Rows"/>: they are made after normalisation.
    /// </summary>
    public IReadOnlyList<ComposedEntry> Composed { get; private init; } = [];

    /// <summary>Words and composed entries.</summary>
    public int RowCount => Count + Composed.Count;

    /// <summary>The word or the composed entry of a row.</summary>
    public string TextOf(int row) => row < Count ? _words[row] : Composed[row - Count].Text;

    /// <summary>The rows that a row is made of: itself for a word, the words that count for a composed entry.</summary>
    public IReadOnlyList<int> WordsOf(int row) => row < Count ? [row] : Composed[row - Count].Words;

    /// <summary>The same vocabulary with those of some entries that have several words, are no word as they stand, and all of whose words are known as they are written.</summary>
    /// <param name="entries">Sides of a dictionary; others than those of several words are passed over.</param>
    public VocabularyVectors Compose(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<ComposedEntry> composed = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            if (IndexOf(entry) < 0 && seen.Add(entry) && Parts(entry) is { } words)
            {
                composed.Add(new ComposedEntry(entry, words));
            }
        }

        return new VocabularyVectors(_words, Rows, Dimension, ZeroRows, BeyondLimit, Path, composed);
    }

    private int[]? Parts(string entry)
    {
        string[] words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return null;
        }

        int[] rows = [.. words.Select(IndexOf)];
        if (rows.Any(row => row < 0 || row >= Count))
        {
            return null;
        }

        int[] content = [.. rows.Where(row => row >= FunctionWords)];
        return content.Length > 0 ? content : rows;
    }
}
