using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.Vectors;

namespace Calque.DictionaryLab;

/// <summary>The two vocabularies that a dictionary is held against: their words, spelling, and vectors made unit, centred, unit.</summary>
internal sealed class LabSpaces
{
    /// <param name="source">The source vocabulary.</param>
    /// <param name="target">The target vocabulary.</param>
    /// <param name="composed">Pairs whose sides of several words are composed, in whichever language they can be.</param>
    public LabSpaces(VocabularyVectors source, VocabularyVectors target, IReadOnlyList<TranslationPair> composed)
    {
        if (source.Dimension != target.Dimension)
        {
            throw new InvalidVectorsException(
                $"{source.Path ?? "source vectors"} and {target.Path ?? "target vectors"}",
                string.Create(CultureInfo.InvariantCulture, $"{source.Dimension} and {target.Dimension} dimensions"),
                "as many on both sides",
                "Train both with the same dimension, or reduce the larger.");
        }

        Source = new LanguageProfile(source);
        Target = new LanguageProfile(target);
        if (composed.Count > 0)
        {
            string[] entries = [.. composed.SelectMany(pair => new[] { pair.Source, pair.Target }).Where(text => text.Any(char.IsWhiteSpace))];
            Source = Source.Compose(entries);
            Target = Target.Compose(entries);
        }

        SourceSpace = NormalizedSpace.Make(Source.Vocabulary, VectorNormalization.UnitCentreUnit);
        TargetSpace = NormalizedSpace.Make(Target.Vocabulary, VectorNormalization.UnitCentreUnit);
    }

    public LanguageProfile Source { get; }

    public LanguageProfile Target { get; }

    public NormalizedSpace SourceSpace { get; }

    public NormalizedSpace TargetSpace { get; }

    /// <summary>Reads both files.</summary>
    public static LabSpaces Load(
        string source, string target, int? limit, IReadOnlyList<TranslationPair> composed, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new OperationProgress("vectors", 0, 2, "files"));
        VocabularyVectors first = LoadOne(source, limit);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new OperationProgress("vectors", 1, 2, "files"));
        return new LabSpaces(first, LoadOne(target, limit), composed);
    }

    private static VocabularyVectors LoadOne(string path, int? limit)
    {
        using WordVectors vectors = WordVectors.Open(path);
        return VocabularyVectors.Load(vectors, limit);
    }
}
