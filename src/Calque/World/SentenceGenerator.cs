using System;
using System.Collections.Generic;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>Draws what is said. Sentence <c>n</c> is the same however many are drawn, and in whatever order.</summary>
public sealed class SentenceGenerator
{
    private const double QualityProbability = 0.5, NameProbability = 0.15, PluralProbability = 0.25, PastProbability = 0.3;
    private const int ClauseCount = 2;

    private readonly ConceptSpace _space;
    private readonly Lazy<ConceptChain> _lazyChain;

    /// <summary>Names the space; its chain is prepared when the first sentence is drawn.</summary>
    public SentenceGenerator(ConceptSpace space)
    {
        _space = space;
        _lazyChain = new Lazy<ConceptChain>(() => new ConceptChain(space));
    }

    /// <summary>The sentences from <paramref name="first"/> on.</summary>
    /// <param name="first">Number of the first, from 0.</param>
    /// <param name="count">How many.</param>
    public IEnumerable<Sentence> Generate(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (int number = first; number < first + count; number++)
            yield return Generate(number);
    }

    /// <summary>One sentence.</summary>
    public Sentence Generate(int number)
    {
        KeyedRandom random = new(_space.Options.Seed, "world/sentence", (ulong)number);
        int topic = random.NextInt(_space.Options.Topics);
        Clause[] clauses = new Clause[ClauseCount];
        int subject = _lazyChain.Value.Start(topic, random);
        for (int i = 0; i < ClauseCount; i++)
        {
            int action = _lazyChain.Value.Next(subject, ConceptKind.Action, random);
            ConceptKind kind = random.NextUniform() < NameProbability ? ConceptKind.Name : ConceptKind.Entity;
            int goal = _lazyChain.Value.Next(action, kind, random);
            clauses[i] = new Clause(Describe(subject, random), action, random.NextUniform() < PastProbability, Describe(goal, random));
            subject = _lazyChain.Value.Next(goal, ConceptKind.Entity, random);
        }

        return new Sentence(number, topic, clauses);
    }

    private NounPhrase Describe(int concept, KeyedRandom random)
    {
        int? quality = random.NextUniform() < QualityProbability ? _lazyChain.Value.Next(concept, ConceptKind.Quality, random) : null;
        bool plural = random.NextUniform() < PluralProbability && _space.Concepts[concept].Kind == ConceptKind.Entity;
        return new NounPhrase(concept, quality, plural);
    }
}
