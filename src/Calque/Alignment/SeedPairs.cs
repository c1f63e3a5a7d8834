using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Dictionaries;

namespace Calque.Alignment;

/// <summary>Pairs of rows of two vocabularies that are held to be translations: what an aligner learns from.</summary>
public sealed class SeedPairs
{
    /// <summary>Takes pairs as they are.</summary>
    /// <param name="source">Rows of the source vocabulary.</param>
    /// <param name="target">Rows of the target vocabulary, as many.</param>
    /// <param name="weights">How much each counts, finite and not negative; null: 1 each.</param>
    /// <param name="lines">The dictionary's line of each; null where they come from none.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public SeedPairs(int[] source, int[] target, double[]? weights = null, int[]? lines = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Length != source.Length || (weights is not null && weights.Length != source.Length) || (lines is not null && lines.Length != source.Length))
        {
            throw new ArgumentException($"{source.Length} source rows, {target.Length} target rows: the lists must have one length.", nameof(target));
        }

        Source = source;
        Target = target;
        Weights = weights;
        Lines = lines;
    }

    /// <summary>Pairs.</summary>
    public int Count => Source.Length;

    /// <summary>Rows of the source vocabulary.</summary>
    public int[] Source { get; }

    /// <summary>Rows of the target vocabulary.</summary>
    public int[] Target { get; }

    /// <summary>How much each counts; null: 1 each.</summary>
    public double[]? Weights { get; }

    /// <summary>The dictionary's line of each; null where they come from none.</summary>
    public int[]? Lines { get; }

    /// <summary>Lines of the dictionary that gave no pair since a word is not in its vocabulary.</summary>
    public int Uncovered { get; private init; }

    /// <summary>Finds the pairs of a dictionary whose words, as they are written, are in both vocabularies; each once, with the dictionary's weight, where it has any.</summary>
    /// <param name="dictionary">Source words first.</param>
    /// <param name="source">The source vocabulary.</param>
    /// <param name="target">The target vocabulary.</param>
    /// <exception cref="InvalidDictionaryException">There is no such pair; the message has the numbers.</exception>
    public static SeedPairs Select(BilingualDictionary dictionary, VocabularyVectors source, VocabularyVectors target)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        List<int> left = [], right = [], lines = [];
        List<double> weights = [];
        HashSet<long> seen = [];
        int sourceUnknown = 0, targetUnknown = 0, swapped = 0;
        foreach (TranslationPair pair in dictionary.Pairs)
        {
            int a = source.IndexOf(pair.Source);
            int b = target.IndexOf(pair.Target);
            swapped += source.IndexOf(pair.Target) >= 0 && target.IndexOf(pair.Source) >= 0 ? 1 : 0;
            sourceUnknown += a < 0 ? 1 : 0;
            targetUnknown += b < 0 ? 1 : 0;
            if (a >= 0 && b >= 0 && seen.Add(((long)a << 32) | (uint)b))
            {
                left.Add(a);
                right.Add(b);
                lines.Add(pair.Line);
                weights.Add(dictionary.WeightOf(pair) * (a < source.Count && b < target.Count ? 1 : ComposedEntry.Weight));
            }
        }

        if (left.Count == 0)
        {
            throw new InvalidDictionaryException(
                dictionary.Path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no pair with a vector on both sides ({dictionary.LinesRead} lines, {dictionary.Pairs.Count} pairs; source word unknown in {sourceUnknown}, target word in {targetUnknown})"),
                "pairs of a word of the source vectors and a word of the target vectors",
                swapped > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"The columns look reversed: the other way round {swapped} pairs would be usable. The source language stands first.")
                    : "Is it the dictionary of these two languages, in the spelling and case of the vectors?");
        }

        if (weights.TrueForAll(weight => weight == 0))
            throw dictionary.AllWeightsZero(left.Count);
        return new SeedPairs([.. left], [.. right], weights.Exists(weight => weight < 1) ? [.. weights] : null, [.. lines])
        {
            Uncovered = dictionary.Pairs.Count(pair => source.IndexOf(pair.Source) < 0 || target.IndexOf(pair.Target) < 0),
        };
    }

    /// <summary>Some of the pairs, in the order given.</summary>
    public SeedPairs Subset(IReadOnlyList<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return new SeedPairs(
            [.. places.Select(i => Source[i])],
            [.. places.Select(i => Target[i])],
            Weights is null ? null : [.. places.Select(i => Weights[i])],
            Lines is null ? null : [.. places.Select(i => Lines[i])]);
    }
}
