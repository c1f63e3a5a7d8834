using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>The words of one language: the stems that say each concept, and every form that inflection can make of them.</summary>
public sealed class Lexicon
{
    private readonly IReadOnlyList<string>[] _stems;
    private readonly Dictionary<string, SortedSet<int>> _conceptsOfForm = new(StringComparer.Ordinal);

    private Lexicon(IReadOnlyList<string>[] stems, ConceptSpace space, Inflection inflection)
    {
        _stems = stems;
        foreach (Concept concept in space.Concepts)
        {
            foreach (string stem in stems[concept.Id])
            {
                for (int features = 0; features < 8; features++)
                {
                    string form = inflection.Inflect(
                        stem, concept.Kind, (features & 1) != 0, (features & 2) != 0, (features & 4) != 0);
                    if (!_conceptsOfForm.TryGetValue(form, out SortedSet<int>? concepts))
                        _conceptsOfForm.Add(form, concepts = []);
                    concepts.Add(concept.Id);
                }
            }
        }

        Forms = [.. _conceptsOfForm.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Every form of every word, in ordinal order.</summary>
    public IReadOnlyList<string> Forms { get; }

    /// <summary>The stems that say a concept: the main word, then its synonym if it has one.</summary>
    public IReadOnlyList<string> GetStems(int concept) => _stems[concept];

    /// <summary>The concepts that a form can say, in order of their ids; empty for a string that is no word.</summary>
    public IReadOnlyList<int> GetConcepts(string form) =>
        _conceptsOfForm.TryGetValue(form, out SortedSet<int>? concepts) ? [.. concepts] : [];

    /// <summary>Whether a string is a form of some word.</summary>
    public bool Contains(string form) => _conceptsOfForm.ContainsKey(form);

    /// <summary>Draws the words of a language.</summary>
    /// <param name="space">What can be said.</param>
    /// <param name="language">Name of the language; part of the key of its draws.</param>
    /// <param name="phonology">Its sounds.</param>
    /// <param name="inflection">Its inflection.</param>
    /// <param name="overlapping">A language whose main word is taken over for a share of the concepts, or null.</param>
    /// <param name="ancestor">A language whose main word, after <see cref="SoundChanges"/>, is inherited for a share of the rest, or null.</param>
    public static Lexicon Create(
        ConceptSpace space, string language, Phonology phonology, Inflection inflection, Lexicon? overlapping, Lexicon? ancestor)
    {
        WorldOptions options = space.Options;
        int count = space.Concepts.Count;
        string[] main = new string[count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int id = 0; id < count; id++)
        {
            // Whether a word is shared is drawn without the language's name: B and C borrow the same words from A.
            if (overlapping is not null && new KeyedRandom(options.Seed, "world/overlap", (ulong)id).NextUniform() < options.VocabularyOverlap)
                main[id] = overlapping.GetStems(id)[0];
            else if (ancestor is not null && new KeyedRandom(options.Seed, "world/inherited", (ulong)id).NextUniform() < options.RelatedShare)
                main[id] = SoundChanges.Apply(ancestor.GetStems(id)[0]);
            else
                main[id] = DrawFree(space.Concepts[id], phonology, taken, new KeyedRandom(options.Seed, "world/stem/" + language, (ulong)id));
            taken.Add(main[id]);
        }

        IReadOnlyList<string>[] stems = new IReadOnlyList<string>[count];
        for (int id = 0; id < count; id++)
        {
            KeyedRandom random = new(options.Seed, "world/word/" + language, (ulong)id);
            bool homonym = random.NextUniform() < options.HomonymShare && space.Concepts[id].Kind != ConceptKind.Name;
            bool synonym = random.NextUniform() < options.SynonymShare;
            string first = homonym ? main[DrawOther(space, id, random)] : main[id];
            stems[id] = synonym ? [first, DrawFree(space.Concepts[id], phonology, taken, random)] : [first];
        }

        return new Lexicon(stems, space, inflection);
    }

    private static string DrawFree(Concept concept, Phonology phonology, HashSet<string> taken, KeyedRandom random)
    {
        while (true)
        {
            string stem = phonology.DrawStem(random);
            if (concept.Kind == ConceptKind.Name)
                stem = Capitalize(stem);
            if (taken.Add(stem))
                return stem;
        }
    }

    // The other sense of a homonym is of the same kind, so that it is inflected alike, and of another topic where there is one.
    private static int DrawOther(ConceptSpace space, int id, KeyedRandom random)
    {
        Concept concept = space.Concepts[id];
        int[] others = [.. space.Concepts
            .Where(c => c.Kind == concept.Kind && c.Id != id && (c.Topic != concept.Topic || space.Options.Topics == 1))
            .Select(c => c.Id)];
        return others.Length == 0 ? id : others[random.NextInt(others.Length)];
    }

    // Onsets are single letters with one capital each, so the invariant mapping is exact.
    private static string Capitalize(string stem) => char.ToUpperInvariant(stem[0]) + stem[1..];
}
