using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>
/// The Markov chain that sentences are drawn from: from a concept it goes to one of its nearest concepts of the kind
/// that the clause asks for, with a probability in proportion to frequency × exp(sharpness × cosine). Word
/// co-occurrences therefore mirror the hidden vectors, which is what lets trained word vectors find them again.
/// </summary>
public sealed class ConceptChain
{
    private static readonly int KindCount = Enum.GetValues<ConceptKind>().Length;

    private readonly ConceptSpace _space;
    private readonly Choice[] _within;   // [concept × kind]: near concepts of the same topic
    private readonly Choice[] _anywhere; // [concept × kind]: near concepts of any topic
    private readonly Choice[] _starts;   // [topic]: entities of the topic, by frequency

    /// <summary>Prepares the steps from every concept; takes time in proportion to the square of their number.</summary>
    public ConceptChain(ConceptSpace space)
    {
        _space = space;
        int count = space.Concepts.Count;
        _within = new Choice[count * KindCount];
        _anywhere = new Choice[count * KindCount];
        double[] cosines = new double[count];
        int[][] ofKind = [.. Enumerable.Range(0, KindCount).Select(kind =>
            space.Concepts.Where(c => (int)c.Kind == kind).Select(c => c.Id).ToArray())];
        for (int from = 0; from < count; from++)
        {
            for (int to = 0; to < count; to++)
                cosines[to] = space.Cosine(from, to);
            for (int kind = 0; kind < KindCount; kind++)
            {
                _anywhere[from * KindCount + kind] = ChooseNear(ofKind[kind], from, null, cosines);
                _within[from * KindCount + kind] = ChooseNear(ofKind[kind], from, space.Concepts[from].Topic, cosines);
            }
        }

        _starts = [.. Enumerable.Range(0, space.Options.Topics).Select(CreateStart)];
    }

    /// <summary>Draws the entity that a sentence of a topic begins with.</summary>
    public int Start(int topic, KeyedRandom random) => _starts[topic].Draw(random);

    /// <summary>Draws the next concept, of the kind asked for.</summary>
    public int Next(int from, ConceptKind kind, KeyedRandom random)
    {
        bool leaves = random.NextUniform() < _space.Options.TopicMixing;
        return (leaves ? _anywhere : _within)[from * KindCount + (int)kind].Draw(random);
    }

    private Choice CreateStart(int topic)
    {
        int[] entities = [.. _space.Concepts.Where(c => c.Topic == topic && c.Kind == ConceptKind.Entity).Select(c => c.Id)];
        return new Choice(entities, [.. entities.Select(id => _space.Concepts[id].Frequency)]);
    }

    // The nearest candidates by insertion: the lists are short, and equal cosines stay in order of their ids.
    private Choice ChooseNear(int[] candidates, int from, int? topic, double[] cosines)
    {
        List<int> near = new(_space.Options.ChainCandidates + 1);
        foreach (int id in candidates)
        {
            if (id == from || (topic is not null && _space.Concepts[id].Topic != topic))
                continue;
            if (near.Count == _space.Options.ChainCandidates && cosines[id] <= cosines[near[^1]])
                continue;
            int at = near.Count;
            while (at > 0 && cosines[id] > cosines[near[at - 1]])
                at--;
            near.Insert(at, id);
            if (near.Count > _space.Options.ChainCandidates)
                near.RemoveAt(near.Count - 1);
        }

        // A topic with one concept of a kind has nowhere to go from it but elsewhere.
        if (near.Count == 0)
            return ChooseNear(candidates, from, null, cosines);
        double[] weights = [.. near.Select(id =>
            _space.Concepts[id].Frequency * DeterministicMath.Exp(_space.Options.ChainSharpness * cosines[id]))];
        return new Choice([.. near], weights);
    }

    private sealed class Choice
    {
        private readonly int[] _concepts;
        private readonly double[] _cumulative;

        public Choice(int[] concepts, double[] weights)
        {
            _concepts = concepts;
            _cumulative = new double[weights.Length];
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
                _cumulative[i] = sum += weights[i];
        }

        public int Draw(KeyedRandom random)
        {
            double goal = random.NextUniform() * _cumulative[^1];
            int index = Array.BinarySearch(_cumulative, goal);
            index = index < 0 ? ~index : index + 1;
            return _concepts[Math.Min(index, _concepts.Length - 1)];
        }
    }
}
