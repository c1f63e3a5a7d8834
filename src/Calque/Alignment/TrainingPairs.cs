using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Dictionaries;
using Calque.Text;
using Calque.Vectors;

namespace Calque.Alignment;

/// <summary>The dictionary pairs whose words both have a vector, with these vectors: what an aligner is trained on.</summary>
/// <remarks>
/// A word counts as known when it is a word of the vocabulary, as it is written; its vector is that of <see cref="WordVectors.GetVector"/> (with
/// n-grams, where the file has any). Pairs stand in the order in which the dictionary first gives them.
/// </remarks>
public sealed class TrainingPairs
{
    private TrainingPairs(
        string[] sourceWords, string[] targetWords, IReadOnlyList<string>?[] composed, float[] source, int sourceDimension, float[] target, int targetDimension, double[]? weights,
        TrainingPairCounts counts)
    {
        SourceWords = sourceWords;
        TargetWords = targetWords;
        Composed = composed;
        SourceRows = source;
        SourceDimension = sourceDimension;
        TargetRows = target;
        TargetDimension = targetDimension;
        Weights = weights;
        Counts = counts;
    }

    /// <summary>Distinct pairs of words; from 1 on.</summary>
    public int Count => SourceWords.Count;

    /// <summary>The source word of each pair, [<see cref="Count"/>].</summary>
    public IReadOnlyList<string> SourceWords { get; }

    /// <summary>The target word of each pair, [<see cref="Count"/>].</summary>
    public IReadOnlyList<string> TargetWords { get; }

    /// <summary>
    /// For each pair of which a side is composed of several words' vectors (<see cref="MultiWordEntries.Compose"/>) the words that its source is made of; null for the others.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>?> Composed { get; }

    /// <summary>Dimensions of the source vectors.</summary>
    public int SourceDimension { get; }

    /// <summary>Dimensions of the target vectors.</summary>
    public int TargetDimension { get; }

    /// <summary>Vectors of the source words, [<see cref="Count"/> × <see cref="SourceDimension"/>], row-major.</summary>
    public float[] SourceRows { get; }

    /// <summary>Vectors of the target words, [<see cref="Count"/> × <see cref="TargetDimension"/>], row-major.</summary>
    public float[] TargetRows { get; }

    /// <summary>How much each pair counts, [<see cref="Count"/>]; null: 1 each.</summary>
    public double[]? Weights { get; }

    /// <summary>What became of the dictionary's lines.</summary>
    public TrainingPairCounts Counts { get; }

    /// <summary>What a user should know about the dictionary, in whole sentences; empty where all is well.</summary>
    public IReadOnlyList<string> Warnings => Counts.LooksReversed ? [ReversedHint(Counts)] : [];

    /// <summary>Chooses the pairs.</summary>
    /// <param name="dictionary">Source words first.</param>
    /// <param name="source">Vectors of the source language.</param>
    /// <param name="target">Vectors of the target language.</param>
    /// <param name="weighting">How often a pair counts.</param>
    /// <param name="multiWord">What is done with sides of several words.</param>
    /// <exception cref="InvalidDictionaryException">No pair is usable; the message says how many lines were read and why they fell out.</exception>
    /// <exception cref="InvalidVectorsException">A word's vector is damaged.</exception>
    public static TrainingPairs Select(
        BilingualDictionary dictionary, WordVectors source, WordVectors target, PairWeighting weighting, MultiWordEntries multiWord = MultiWordEntries.Skip)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Selection selection = new(source, target, weighting, multiWord == MultiWordEntries.Compose);
        foreach (TranslationPair pair in dictionary.Pairs)
        {
            selection.Add(pair, dictionary.WeightOf(pair));
        }

        TrainingPairCounts counts = selection.Count(dictionary);
        if (selection.Words.Count == 0)
        {
            throw new InvalidDictionaryException(
                dictionary.Path,
                $"no usable pair ({counts.Describe()})",
                $"pairs of a word of {source.Path} and a word of {target.Path}",
                counts.LooksReversed
                    ? ReversedHint(counts)
                    : "Is it the dictionary of these two languages, in this direction, in the spelling and case of the vectors?");
        }

        int rows = selection.Words.Count;
        float[] sourceRows = new float[(long)rows * source.Dimension];
        float[] targetRows = new float[(long)rows * target.Dimension];
        IReadOnlyList<string>?[] composed = [.. selection.Words.Select(selection.Composition)];
        double[] weights = [.. Enumerable.Range(0, rows).Select(row => composed[row] is not null ? ComposedEntry.Weight * selection.Weights[row]
            : weighting == PairWeighting.Wechsel ? selection.Repeats[row] : selection.Weights[row])];
        if (weights.All(weight => weight == 0))
            throw dictionary.AllWeightsZero(rows);
        for (int row = 0; row < rows; row++)
        {
            WordPair words = selection.Words[row];
            selection.Source.GetVector(words.Source, sourceRows.AsSpan(row * source.Dimension, source.Dimension));
            selection.Target.GetVector(words.Target, targetRows.AsSpan(row * target.Dimension, target.Dimension));
        }

        return new TrainingPairs(
            [.. selection.Words.Select(words => words.Source)], [.. selection.Words.Select(words => words.Target)],
            composed,
            sourceRows, source.Dimension, targetRows, target.Dimension, weighting == PairWeighting.Wechsel || weights.Any(weight => weight < 1) ? weights : null, counts);
    }

    private static string ReversedHint(TrainingPairCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"The columns look reversed: the other way round {counts.UsableIfSwapped} pairs would be usable instead of {counts.Used + counts.Duplicates}. "
        + $"The source language stands first.");

    private readonly record struct WordPair(string Source, string Target);

    /// <summary>The state of one selection.</summary>
    private sealed class Selection(WordVectors source, WordVectors target, PairWeighting weighting, bool composes)
    {
        private readonly Dictionary<WordPair, int> _rowOf = [];
        private readonly HashSet<WordPair> _seen = [];
        private int _used;
        private int _duplicates;
        private int _multiWord;
        private int _sourceUnknown;
        private int _targetUnknown;
        private int _bothUnknown;
        private int _usableIfSwapped;

        public TrainingVocabulary Source { get; } = new(source, composes);

        public TrainingVocabulary Target { get; } = new(target, composes);

        /// <summary>Distinct usable pairs of words in the order of their first use.</summary>
        public List<WordPair> Words { get; } = [];

        /// <summary>How often each was given.</summary>
        public List<int> Repeats { get; } = [];

        /// <summary>How much the first line of each says that it counts.</summary>
        public List<double> Weights { get; } = [];

        public void Add(TranslationPair pair, double weight)
        {
            List<string> sources = [.. Variants(pair.Source).Where(Source.Contains)];
            List<string> targets = [.. Variants(pair.Target).Where(Target.Contains)];
            Classify(pair, sources.Count > 0, targets.Count > 0);
            foreach (string a in sources)
            {
                foreach (string b in targets)
                {
                    Use(new WordPair(a, b), weight);
                }
            }
        }

        /// <summary>The words of the source, where a side is composed.</summary>
        public IReadOnlyList<string>? Composition(WordPair words) =>
            Source.IsWord(words.Source) && Target.IsWord(words.Target) ? null : Source.Parts(words.Source);

        public TrainingPairCounts Count(BilingualDictionary dictionary) => new(
            dictionary.LinesRead,
            dictionary.Skipped.Count,
            dictionary.Pairs.Count,
            _used,
            _duplicates,
            _multiWord,
            _sourceUnknown,
            _targetUnknown,
            _bothUnknown,
            _usableIfSwapped);

        /// <summary>The public tool's three spellings are a tuple, not a set: for a lower-case word, the word itself occurs twice.</summary>
        private string[] Variants(string word) =>
            weighting == PairWeighting.Wechsel ? [word, PythonCasing.Lower(word), PythonCasing.Title(word)] : [word];

        private void Use(WordPair words, double weight)
        {
            if (_rowOf.TryGetValue(words, out int row))
            {
                Repeats[row]++;
                return;
            }

            _rowOf.Add(words, Words.Count);
            Words.Add(words);
            Repeats.Add(1);
            Weights.Add(weight);
        }

        private void Classify(TranslationPair pair, bool sourceKnown, bool targetKnown)
        {
            if (Variants(pair.Target).Any(Source.Contains) && Variants(pair.Source).Any(Target.Contains))
            {
                _usableIfSwapped++;
            }

            if (sourceKnown && targetKnown)
            {
                if (_seen.Add(new WordPair(pair.Source, pair.Target)))
                {
                    _used++;
                }
                else
                {
                    _duplicates++;
                }
            }
            else if ((!sourceKnown && HasSeveralWords(pair.Source)) || (!targetKnown && HasSeveralWords(pair.Target)))
            {
                _multiWord++;
            }
            else if (targetKnown)
            {
                _sourceUnknown++;
            }
            else if (sourceKnown)
            {
                _targetUnknown++;
            }
            else
            {
                _bothUnknown++;
            }
        }

        private static bool HasSeveralWords(string text) => text.Trim().Any(char.IsWhiteSpace);
    }
}
