using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Vectors;

namespace Calque.Alignment;

/// <summary>The most frequent words of a file of vectors with their vectors: one side of an alignment.</summary>
/// <remarks>
/// Words stand in descending order of frequency, ties in the file's order. fastText's end-of-sentence mark <c>&lt;/s&gt;</c>, repeats and words whose vector is
/// zero (it has no direction) are left out and counted.
/// </remarks>
public sealed partial class VocabularyVectors
{
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly string[] _words;

    private VocabularyVectors(
        string[] words, float[] rows, int dimension, int zeroRows, int beyondLimit, string? path, IReadOnlyList<ComposedEntry>? composed = null)
    {
        _words = words;
        Rows = rows;
        Dimension = dimension;
        ZeroRows = zeroRows;
        BeyondLimit = beyondLimit;
        Path = path;
        for (int i = 0; i < words.Length; i++)
        {
            _indexOf.TryAdd(words[i], i);
        }

        Composed = composed ?? [];
        for (int i = 0; i < Composed.Count; i++)
        {
            _indexOf.TryAdd(Composed[i].Text, words.Length + i);
        }
    }

    /// <summary>The file; null for rows that came from no file.</summary>
    public string? Path { get; }

    /// <summary>Words.</summary>
    public int Count => _words.Length;

    /// <summary>Dimensions of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>The vectors, [<see cref="Count"/> × <see cref="Dimension"/>], row-major, as the file gives them.</summary>
    public float[] Rows { get; }

    /// <summary>The words, the most frequent first.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Words that were left out for their zero vectors.</summary>
    public int ZeroRows { get; }

    /// <summary>Words that were left out as less frequent than the limit allows.</summary>
    public int BeyondLimit { get; }

    /// <summary>The row of a word, or of a composed entry, as it is written; or -1.</summary>
    public int IndexOf(string word) => _indexOf.GetValueOrDefault(word, -1);

    /// <summary>Reads the vectors of the most frequent words (<see cref="WordVectors.GetVector"/>: with n-grams, where the file has any).</summary>
    /// <param name="vectors">An open file; it may be closed afterwards.</param>
    /// <param name="limit">Words to keep; null: all.</param>
    /// <exception cref="InvalidVectorsException">A row is damaged, or no word with a vector is left.</exception>
    public static VocabularyVectors Load(WordVectors vectors, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (limit < 1)
        {
            throw new InvalidOptionException(
                "--vocabulary-limit", limit.Value.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all words.");
        }

        long[] frequencies = new long[vectors.Count];
        for (int i = 0; i < frequencies.Length; i++)
        {
            frequencies[i] = vectors.GetFrequency(i);
        }

        int[] order = [.. Enumerable.Range(0, vectors.Count).OrderByDescending(i => frequencies[i])];
        List<string> words = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        int zeros = 0, beyond = 0;
        int dimension = vectors.Dimension;
        float[] rows = new float[(long)Math.Min(limit ?? int.MaxValue, vectors.Count) * dimension];
        foreach (int index in order)
        {
            string word = vectors.GetWord(index);
            if (word == "</s>" || !seen.Add(word))
            {
                continue;
            }

            if (words.Count == limit)
            {
                beyond++;
                continue;
            }

            Span<float> row = rows.AsSpan(words.Count * dimension, dimension);
            vectors.GetVector(vectors.GetWordUtf8(index), row);
            if (!row.ContainsAnyExcept(0f))
            {
                zeros++;
                continue;
            }

            words.Add(word);
        }

        if (words.Count == 0)
        {
            throw new InvalidVectorsException(
                vectors.Path,
                string.Create(CultureInfo.InvariantCulture, $"{vectors.Count} words, of which {zeros} have a zero vector"),
                "at least one word with a vector",
                "Is it the file that was meant, and is it whole?");
        }

        Array.Resize(ref rows, words.Count * dimension);
        return new VocabularyVectors([.. words], rows, dimension, zeros, beyond, vectors.Path);
    }

    /// <summary>Takes words and rows as they are.</summary>
    /// <param name="words">The words, the most frequent first; no two alike.</param>
    /// <param name="rows">[words × dimension], row-major; no row zero, all numbers finite. Not copied.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public static VocabularyVectors FromRows(IReadOnlyList<string> words, float[] rows, int dimension)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (rows.Length != (long)words.Count * dimension)
        {
            throw new ArgumentException($"{rows.Length} numbers are not {words.Count} rows of {dimension}.", nameof(rows));
        }

        return new VocabularyVectors([.. words], rows, dimension, 0, 0, null);
    }
}
