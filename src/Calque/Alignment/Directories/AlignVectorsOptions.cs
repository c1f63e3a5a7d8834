using System;
using System.Collections.Generic;
using System.Globalization;

namespace Calque.Alignment.Directories;

/// <summary>What <see cref="AlignVectors"/> is to do.</summary>
public sealed record AlignVectorsOptions
{
    /// <summary>The source vectors: a fastText model, word2vec text or binary (<c>--source-embeddings</c>).</summary>
    public required string SourceEmbeddings { get; init; }

    /// <summary>The target vectors (<c>--target-embeddings</c>).</summary>
    public required string TargetEmbeddings { get; init; }

    /// <summary>The bilingual dictionary, source word first (<c>--dictionary</c>); null: none, for methods that need no pairs.</summary>
    public string? Dictionary { get; init; }

    /// <summary>The aligner, by its name in <see cref="AlignerCatalogue"/>; default <c>procrustes</c>.</summary>
    public string Method { get; init; } = "procrustes";

    /// <summary>The directory to write (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>Whether an output that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The most frequent words of either side that count; null: all.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>The normalisation of both sides; null: what the method is used with.</summary>
    public VectorNormalization? Normalization { get; init; }

    /// <summary>Keys all random draws; default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0 (the default): one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>What self-learning starts from; null: the dictionary where there is one, else nothing.</summary>
    public SelfLearningStart? Start { get; init; }

    /// <summary>Ridge of the least squares, see <see cref="AlignmentOptions.Ridge"/>.</summary>
    public double Ridge { get; init; }

    /// <summary>Parts of the dictionary that <c>auto</c> holds out in turn; default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The most frequent words that self-learning makes its dictionaries of; default 20,000.</summary>
    public int SelfLearningVocabulary { get; init; } = 20_000;

    /// <summary>Restarts of adversarial alignment (<c>--restarts</c>); default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>What is done with entries of several words (<c>--multi-word</c>); default: they are skipped.</summary>
    public MultiWordEntries MultiWord { get; init; }

    /// <summary>The options of the fit.</summary>
    internal AlignmentOptions Fit => new()
    {
        Method = Method,
        Normalization = Normalization,
        Seed = Seed,
        Threads = Threads == 0 ? Environment.ProcessorCount : Threads,
        Ridge = Ridge,
        Folds = Folds,
        Start = Start,
        SelfLearningVocabulary = SelfLearningVocabulary,
        Restarts = Restarts,
    };

    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is missing or a value out of range; names the option as it is typed.</exception>
    public void Validate()
    {
        Require("--source-embeddings", SourceEmbeddings, "a file of word vectors");
        Require("--target-embeddings", TargetEmbeddings, "a file of word vectors");
        Require("--output", Output, "a directory to write");
        Fit.Validate();
        CheckLimit(VocabularyLimit);
        if (!AlignerCatalogue.TryGet(Method, out IAligner? aligner))
            return;
        if (Dictionary is { Length: 0 })
            Require("--dictionary", Dictionary, "a bilingual dictionary");
        if (Dictionary is not null && !aligner.UsesPairs)
        {
            throw new InvalidOptionException(
                "--dictionary", Dictionary, $"no dictionary with the method {Method}",
                "It learns from the vectors alone. Methods that use the dictionary do better (--method auto, or self-learning for a small one); to test the result, give it to calque align evaluate.");
        }

        if (Dictionary is null && aligner.NeedsPairs)
        {
            throw new InvalidOptionException(
                "--dictionary", "nothing", "a bilingual dictionary, source word first", $"The method {Method} learns from pairs of words.");
        }
    }

    /// <summary>The options as they are in force, by the names that are typed.</summary>
    internal SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            ["folds"] = Folds.ToString(CultureInfo.InvariantCulture),
            ["multi-word"] = MultiWordNames.Of(MultiWord),
            ["normalization"] = Normalization is { } normalization ? NormalizationNames.Of(normalization) : "of the method",
            ["restarts"] = Restarts.ToString(CultureInfo.InvariantCulture),
            ["ridge"] = Ridge.ToString("R", CultureInfo.InvariantCulture),
            ["self-learning-vocabulary"] = SelfLearningVocabulary.ToString(CultureInfo.InvariantCulture),
            ["start"] = Start is { } start ? SelfLearningStartNames.Of(start) : "of the method",
            ["vocabulary-limit"] = VocabularyLimit is { } limit ? limit.ToString(CultureInfo.InvariantCulture) : "none",
        };
        return texts;
    }

    internal static void CheckLimit(int? limit)
    {
        if (limit < 1)
        {
            throw new InvalidOptionException(
                "--vocabulary-limit", limit.Value.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all words.");
        }
    }

    internal static int CheckThreads(int threads) => threads switch
    {
        < 0 => throw new InvalidOptionException(
            "--threads", threads.ToString(CultureInfo.InvariantCulture), "a number from 0", "0 uses every processor; the result is the same."),
        0 => Environment.ProcessorCount,
        _ => threads,
    };

    internal static void Require(string option, string value, string expected)
    {
        if (string.IsNullOrEmpty(value))
            throw new InvalidOptionException(option, "an empty path", expected, "Name it.");
    }
}
