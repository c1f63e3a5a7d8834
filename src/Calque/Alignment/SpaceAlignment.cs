using System;
using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>
/// Two languages' vectors in one common space: how either side gets there. Where only the source moves, the common space is the
/// target's own (normalised); other methods move both.
/// </summary>
/// <remarks>Saved as one file, see <see cref="SpaceAlignmentFile"/>; it maps any vectors of the two spaces, not only those it was fitted on.</remarks>
public sealed class SpaceAlignment
{
    /// <param name="method">The aligner's name.</param>
    /// <param name="normalization">The normalisation of both sides.</param>
    /// <param name="source">The source side.</param>
    /// <param name="target">The target side.</param>
    /// <exception cref="ArgumentException">The sides lead into different dimensions.</exception>
    public SpaceAlignment(string method, VectorNormalization normalization, SideMap source, SideMap target)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.OutputDimension != target.OutputDimension)
        {
            throw new ArgumentException($"The source side leads into {source.OutputDimension} dimensions, the target side into {target.OutputDimension}.", nameof(target));
        }

        Method = method;
        Normalization = normalization;
        Source = source;
        Target = target;
    }

    /// <summary>The aligner's name, as it is typed.</summary>
    public string Method { get; }

    /// <summary>The normalisation of both sides.</summary>
    public VectorNormalization Normalization { get; }

    /// <summary>The source side.</summary>
    public SideMap Source { get; }

    /// <summary>The target side.</summary>
    public SideMap Target { get; }

    /// <summary>Dimensions of the common space.</summary>
    public int Dimension => Source.OutputDimension;

    /// <summary>Whether target vectors move, so that mapped source vectors do not lie in the target's own space.</summary>
    public bool MovesTarget => Target.Matrix is not null;

    /// <summary>What else is to be remembered: the parameters of the method and its figures, by name.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The source vectors' file; null where they came from none.</summary>
    public VectorFileReference? SourceFile { get; init; }

    /// <summary>The target vectors' file; null where they came from none.</summary>
    public VectorFileReference? TargetFile { get; init; }

    /// <summary>The most frequent words that the alignment was limited to; null: all.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>A copy that remembers the files.</summary>
    public SpaceAlignment WithFiles(VectorFileReference? source, VectorFileReference? target, int? vocabularyLimit) =>
        new(Method, Normalization, Source, Target) { Notes = Notes, SourceFile = source, TargetFile = target, VocabularyLimit = vocabularyLimit };

    /// <summary>Maps source vectors into the common space; see <see cref="SideMap.Apply"/>.</summary>
    public float[] ApplySource(float[] rows, int threads = 1) => Source.Apply(rows, threads);

    /// <summary>Maps target vectors into the common space; see <see cref="SideMap.Apply"/>.</summary>
    public float[] ApplyTarget(float[] rows, int threads = 1) => Target.Apply(rows, threads);
}
