using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>The dictionary between two languages that is right by construction: words translate each other when they say one concept.</summary>
public sealed class GoldDictionary
{
    private readonly ulong _seed;
    private readonly Lexicon _source;
    private readonly Lexicon _target;

    /// <summary>Collects the entries between two languages of a world.</summary>
    public GoldDictionary(ArtificialWorld world, ArtificialLanguage source, ArtificialLanguage target)
    {
        _seed = world.Options.Seed;
        _source = source.Lexicon;
        _target = target.Lexicon;
        List<GoldEntry> entries = [];
        HashSet<(string, string)> seen = [];
        foreach (Concept concept in world.Space.Concepts)
        {
            foreach (string from in _source.GetStems(concept.Id))
            {
                foreach (string to in _target.GetStems(concept.Id))
                {
                    // Two concepts can share both words; the line then stands once.
                    if (seen.Add((from, to)))
                        entries.Add(new GoldEntry(from, to));
                }
            }
        }

        Entries = entries;
    }

    /// <summary>Every pair of uninflected words that say one concept, in order of the concepts.</summary>
    public IReadOnlyList<GoldEntry> Entries { get; }

    /// <summary>Whether two words, inflected or not, can say one concept.</summary>
    public bool IsTranslation(string source, string target) =>
        _source.GetConcepts(source).Intersect(_target.GetConcepts(target)).Any();

    /// <summary>The words, inflected or not, that can say what a target word says, in order of concepts.</summary>
    public IReadOnlyList<string> Translate(string target) =>
        [.. _target.GetConcepts(target).SelectMany(_source.GetStems).Distinct(StringComparer.Ordinal)];

    /// <summary>Draws some of the entries: a dictionary as a user has it, smaller than the language.</summary>
    /// <param name="count">How many; all of them where there are fewer.</param>
    public IReadOnlyList<GoldEntry> DrawEntries(int count)
    {
        GoldEntry[] drawn = [.. Entries];
        new KeyedRandom(_seed, "world/dictionary", 0).Shuffle(drawn.AsSpan());
        return drawn[..Math.Min(count, drawn.Length)];
    }
}
