using System;
using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>Two vocabularies and what is known of their translations; keeps the normalised rows, which several methods may ask for.</summary>
public sealed class AlignmentProblem
{
    private readonly Dictionary<VectorNormalization, NormalizedSpace> _source = [];
    private readonly Dictionary<VectorNormalization, NormalizedSpace> _target = [];

    /// <param name="source">The source vocabulary.</param>
    /// <param name="target">The target vocabulary.</param>
    /// <param name="pairs">Known translations; null: none.</param>
    /// <exception cref="ArgumentException">A pair names a row that is not there.</exception>
    public AlignmentProblem(VocabularyVectors source, VocabularyVectors target, SeedPairs? pairs)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        for (int i = 0; pairs is not null && i < pairs.Count; i++)
        {
            if ((uint)pairs.Source[i] >= (uint)source.RowCount || (uint)pairs.Target[i] >= (uint)target.RowCount)
            {
                throw new ArgumentException($"Pair {i} names a row that is not in the vocabularies.", nameof(pairs));
            }
        }

        Source = source;
        Target = target;
        Pairs = pairs;
    }

    private AlignmentProblem(AlignmentProblem other, SeedPairs? pairs)
        : this(other.Source, other.Target, pairs)
    {
        _source = other._source;
        _target = other._target;
    }

    /// <summary>The source vocabulary.</summary>
    public VocabularyVectors Source { get; }

    /// <summary>The target vocabulary.</summary>
    public VocabularyVectors Target { get; }

    /// <summary>Known translations; null: none.</summary>
    public SeedPairs? Pairs { get; }

    /// <summary>The same vocabularies with other pairs.</summary>
    public AlignmentProblem With(SeedPairs? pairs) => new(this, pairs);

    /// <summary>The source rows, normalised.</summary>
    internal NormalizedSpace SourceSpace(VectorNormalization normalization) => Space(_source, Source, normalization);

    /// <summary>The target rows, normalised.</summary>
    internal NormalizedSpace TargetSpace(VectorNormalization normalization) => Space(_target, Target, normalization);

    private static NormalizedSpace Space(Dictionary<VectorNormalization, NormalizedSpace> known, VocabularyVectors vocabulary, VectorNormalization normalization)
    {
        if (!known.TryGetValue(normalization, out NormalizedSpace? space))
        {
            space = NormalizedSpace.Make(vocabulary, normalization);
            known.Add(normalization, space);
        }

        return space;
    }
}
