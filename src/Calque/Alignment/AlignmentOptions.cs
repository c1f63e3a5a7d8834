using System;
using System.Globalization;

namespace Calque.Alignment;

/// <summary>How two vocabularies are aligned.</summary>
public sealed record AlignmentOptions
{
    /// <summary>The aligner, by its name in <see cref="AlignerCatalogue"/>; default <c>procrustes</c>.</summary>
    public string Method { get; init; } = "procrustes";

    /// <summary>The normalisation of both sides; null: what the method is used with (<see cref="IAligner.UsualNormalization"/>).</summary>
    public VectorNormalization? Normalization { get; init; }

    /// <summary>Keys all random draws; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work at the same time; default: all processors. The results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Ridge of the least squares, as a share of the mean squared length of a source vector's coordinate over the pairs; default 0: none.</summary>
    public double Ridge { get; init; }

    /// <summary>The parameters of <c>whitening</c>.</summary>
    public WhiteningSetting Whitening { get; init; } = WhiteningSetting.Default;

    /// <summary>Parts of the dictionary that <c>auto</c> holds out in turn; default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>What self-learning starts from; default: the dictionary where there is one, else nothing.</summary>
    public SelfLearningStart? Start { get; init; }

    /// <summary>The most frequent words of either side that self-learning makes its dictionaries of; default 20,000.</summary>
    public int SelfLearningVocabulary { get; init; } = 20_000;

    /// <summary>Restarts of adversarial alignment; default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range, or the method is unknown.</exception>
    public void Validate()
    {
        if (!AlignerCatalogue.TryGet(Method, out _))
        {
            throw new InvalidOptionException("--method", Method, AlignerCatalogue.Names, "See `calque align --help`.");
        }

        if (Threads < 1)
        {
            throw new InvalidOptionException("--threads", Threads.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all processors.");
        }

        if (!double.IsFinite(Ridge) || Ridge < 0)
        {
            throw new InvalidOptionException("--ridge", Ridge.ToString("R", CultureInfo.InvariantCulture), "a finite number from 0 on", "0 is plain least squares.");
        }

        if (Folds is < 2 or > 100)
        {
            throw new InvalidOptionException("--folds", Folds.ToString(CultureInfo.InvariantCulture), "a number from 2 to 100", "5 is usual.");
        }

        if (Restarts is < 1 or > 1000)
        {
            throw new InvalidOptionException("--restarts", Restarts.ToString(CultureInfo.InvariantCulture), "a number from 1 to 1000", "10 is usual.");
        }

        if (SelfLearningVocabulary < 100)
        {
            throw new InvalidOptionException(
                "--self-learning-vocabulary", SelfLearningVocabulary.ToString(CultureInfo.InvariantCulture), "a number from 100 on", "20000 is usual.");
        }
    }
}
