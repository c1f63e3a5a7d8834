using System;
using System.Collections.Generic;
using Calque.Numerics;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>
/// The concepts and the hidden vector of each: the centre of its topic plus its own part, at unit length. Everything
/// that a method can find in this world (neighbours, rotations, labels) is decided here.
/// </summary>
public sealed class ConceptSpace
{
    // One name in eight hundredths, as texts have them; what is left is split as in running text.
    private const double EntityShare = 0.50, ActionShare = 0.25, QualityShare = 0.17;

    private readonly double[] _vectors;

    private ConceptSpace(WorldOptions options, Concept[] concepts, double[] vectors)
    {
        Options = options;
        Concepts = concepts;
        _vectors = vectors;
    }

    /// <summary>The options that this space was made from.</summary>
    public WorldOptions Options { get; }

    /// <summary>The concepts, in order of their ids.</summary>
    public IReadOnlyList<Concept> Concepts { get; }

    /// <summary>Number of values in a concept vector.</summary>
    public int Dimension => Options.ConceptDimension;

    /// <summary>The hidden vector of a concept, of unit length; <see cref="Dimension"/> values.</summary>
    public ReadOnlySpan<double> GetVector(int concept) => _vectors.AsSpan(concept * Dimension, Dimension);

    /// <summary>Makes the space of the given options.</summary>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static ConceptSpace Create(WorldOptions options)
    {
        options.Validate();
        int dimension = options.ConceptDimension;
        double[] centres = new double[options.Topics * dimension];
        for (int topic = 0; topic < options.Topics; topic++)
            DrawDirection(new KeyedRandom(options.Seed, "world/topic-centre", (ulong)topic), centres.AsSpan(topic * dimension, dimension));

        double[] frequencies = DrawFrequencies(options);
        Concept[] concepts = new Concept[options.Concepts];
        double[] vectors = new double[options.Concepts * dimension];
        for (int id = 0; id < concepts.Length; id++)
        {
            int topic = id % options.Topics;
            KeyedRandom random = new(options.Seed, "world/concept", (ulong)id);
            (ConceptKind kind, NameTag tag) = DrawKind(options, id, random);
            concepts[id] = new Concept(id, kind, topic, tag, frequencies[id]);

            Span<double> vector = vectors.AsSpan(id * dimension, dimension);
            DrawDirection(random, vector);
            for (int j = 0; j < dimension; j++)
                vector[j] = centres[topic * dimension + j] + options.OwnShare * vector[j];
            Normalize(vector);
        }

        return new ConceptSpace(options, concepts, vectors);
    }

    /// <summary>The cosine of two concepts' hidden vectors.</summary>
    public double Cosine(int first, int second) => Dot(GetVector(first), GetVector(second));

    /// <summary>The concept whose hidden vector has the largest cosine with <paramref name="vector"/>; the lowest id among equals.</summary>
    /// <param name="vector"><see cref="Dimension"/> values, of any length but zero.</param>
    public int FindNearest(ReadOnlySpan<double> vector)
    {
        int best = 0;
        double bestDot = double.NegativeInfinity;
        for (int id = 0; id < Concepts.Count; id++)
        {
            double dot = Dot(GetVector(id), vector);
            if (dot > bestDot)
            {
                best = id;
                bestDot = dot;
            }
        }

        return best;
    }

    /// <summary>The mean of the concepts' hidden vectors, weighted by how often each is spoken of.</summary>
    /// <param name="concepts">One concept or more.</param>
    /// <param name="destination"><see cref="Dimension"/> values, overwritten.</param>
    public void GetMeanVector(IReadOnlyList<int> concepts, Span<double> destination)
    {
        destination.Clear();
        double total = 0;
        foreach (int concept in concepts)
        {
            double weight = Concepts[concept].Frequency;
            total += weight;
            ReadOnlySpan<double> vector = GetVector(concept);
            for (int j = 0; j < destination.Length; j++)
                destination[j] += weight * vector[j];
        }

        for (int j = 0; j < destination.Length; j++)
            destination[j] /= total;
    }

    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
            sum += x[j] * y[j];
        return sum;
    }

    private static (ConceptKind Kind, NameTag Tag) DrawKind(WorldOptions options, int id, KeyedRandom random)
    {
        // The first four concepts of a topic take one kind each, so that no topic lacks a part of speech.
        int inTopic = id / options.Topics;
        double draw = random.NextUniform();
        ConceptKind kind = inTopic < 4 ? (ConceptKind)inTopic
            : draw < EntityShare ? ConceptKind.Entity
            : draw < EntityShare + ActionShare ? ConceptKind.Action
            : draw < EntityShare + ActionShare + QualityShare ? ConceptKind.Quality
            : ConceptKind.Name;
        int tag = random.NextInt(3);
        return (kind, kind == ConceptKind.Name ? (NameTag)(1 + tag) : NameTag.None);
    }

    private static double[] DrawFrequencies(WorldOptions options)
    {
        double[] frequencies = new double[options.Concepts];
        for (int rank = 0; rank < frequencies.Length; rank++)
            frequencies[rank] = DeterministicMath.Exp(-options.FrequencyExponent * DeterministicMath.Log(rank + 30));
        new KeyedRandom(options.Seed, "world/frequency", 0).Shuffle(frequencies.AsSpan());
        return frequencies;
    }

    private static void DrawDirection(KeyedRandom random, Span<double> destination)
    {
        random.FillNormal(destination);
        Normalize(destination);
    }

    private static void Normalize(Span<double> vector)
    {
        double norm = Math.Sqrt(Dot(vector, vector));
        for (int j = 0; j < vector.Length; j++)
            vector[j] /= norm;
    }
}
