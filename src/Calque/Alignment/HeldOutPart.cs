using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>A part of a dictionary that is held out: all translations of some source words, and the pairs of all other words to train on.</summary>
/// <param name="Training">Pairs whose source words are not held out.</param>
/// <param name="Words">The held-out source rows, in ascending order.</param>
/// <param name="Gold">For each of them its target rows.</param>
internal sealed record HeldOutPart(SeedPairs Training, int[] Words, IReadOnlyList<HashSet<int>> Gold)
{
    /// <summary>
    /// Deals the source words into parts of nearly one size, at random by the seed; none is empty. Composed entries (where the vocabularies are given) are never asked
    /// for: they train, but in no part that holds out a word that they are made of.
    /// </summary>
    public static IReadOnlyList<HeldOutPart> Deal(SeedPairs pairs, int parts, ulong seed, VocabularyVectors? source = null, VocabularyVectors? target = null)
    {
        bool[] composed = [.. Enumerable.Range(0, pairs.Count).Select(i => pairs.Source[i] >= (source?.Count ?? int.MaxValue) || pairs.Target[i] >= (target?.Count ?? int.MaxValue))];
        int[] words = [.. pairs.Source.Where((_, i) => !composed[i]).Distinct().Order()];
        parts = Math.Min(parts, words.Length);
        int[] shuffled = [.. words];
        new KeyedRandom(seed, "alignment/parts", 0).Shuffle(shuffled.AsSpan());
        Dictionary<int, int> partOf = [];
        for (int i = 0; i < shuffled.Length; i++)
        {
            partOf[shuffled[i]] = i % parts;
        }

        List<HeldOutPart> dealt = [];
        for (int part = 0; part < parts; part++)
        {
            int[] held = [.. words.Where(word => partOf[word] == part)];
            Dictionary<int, int> place = [];
            for (int i = 0; i < held.Length; i++)
            {
                place[held[i]] = i;
            }

            HashSet<int>[] gold = [.. held.Select(_ => new HashSet<int>())];
            List<int> training = [];
            for (int i = 0; i < pairs.Count; i++)
            {
                if (composed[i])
                {
                    if (!source!.WordsOf(pairs.Source[i]).Any(place.ContainsKey)) // composed where it is given
                    {
                        training.Add(i);
                    }
                }
                else if (place.TryGetValue(pairs.Source[i], out int word))
                {
                    gold[word].Add(pairs.Target[i]);
                }
                else
                {
                    training.Add(i);
                }
            }

            dealt.Add(new HeldOutPart(pairs.Subset(training), held, gold));
        }

        return dealt;
    }
}
