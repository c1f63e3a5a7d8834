using System.Globalization;

namespace Calque.World;

/// <summary>What an artificial world is made from. The same options give the same bits on every machine.</summary>
public sealed record WorldOptions
{
    /// <summary>Key of every draw. Default 7.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Number of concepts. Default 3,000.</summary>
    public int Concepts { get; init; } = 3000;

    /// <summary>Number of topics; concepts are spread over them evenly. Default 12.</summary>
    public int Topics { get; init; } = 12;

    /// <summary>Dimension of the hidden concept vectors. Default 16.</summary>
    public int ConceptDimension { get; init; } = 16;

    /// <summary>Weight of a concept's own direction beside its topic's centre (both of unit length). Default 1.5.</summary>
    public double OwnShare { get; init; } = 1.5;

    /// <summary>How much likelier the chain goes to a near concept: weights are exp(sharpness × cosine). Default 10.</summary>
    public double ChainSharpness { get; init; } = 10;

    /// <summary>How many nearest concepts of a kind the chain can go to from a concept. Default 16.</summary>
    public int ChainCandidates { get; init; } = 16;

    /// <summary>Probability that a step of the chain may leave the sentence's topic. Default 0.5.</summary>
    public double TopicMixing { get; init; } = 0.5;

    /// <summary>Exponent of the concepts' frequencies, 1 / (rank + 30)^exponent. Default 0.5.</summary>
    public double FrequencyExponent { get; init; } = 0.5;

    /// <summary>Share of the concepts that have a second word (a synonym), for each language on its own. Default 0.05.</summary>
    public double SynonymShare { get; init; } = 0.05;

    /// <summary>Share of the concepts that borrow the word of another concept (a homonym), for each language on its own. Default 0.02.</summary>
    public double HomonymShare { get; init; } = 0.02;

    /// <summary>Share of the concepts whose word in B (and in C) is the same string as in A. Default 0.02.</summary>
    public double VocabularyOverlap { get; init; } = 0.02;

    /// <summary>Share of the words of C that come from B's by regular sound changes; the rest are its own. Default 0.7.</summary>
    public double RelatedShare { get; init; } = 0.7;

    /// <summary>The options when nothing is said.</summary>
    public static WorldOptions Default { get; } = new();

    /// <summary>Checks the values against one another.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range; the message names the property.</exception>
    public void Validate()
    {
        Require(Concepts is >= 24 and <= 100_000, nameof(Concepts), Concepts, "24 to 100000");
        Require(Topics >= 1 && Topics <= Concepts / 12, nameof(Topics), Topics, "1 to a twelfth of the concepts");
        Require(ConceptDimension is >= 2 and <= 1024, nameof(ConceptDimension), ConceptDimension, "2 to 1024");
        Require(double.IsFinite(OwnShare) && OwnShare > 0, nameof(OwnShare), OwnShare, "a finite number above 0");
        Require(ChainSharpness is >= 0 and <= 100, nameof(ChainSharpness), ChainSharpness, "0 to 100");
        Require(ChainCandidates >= 1, nameof(ChainCandidates), ChainCandidates, "1 or more");
        Require(FrequencyExponent is >= 0 and <= 4, nameof(FrequencyExponent), FrequencyExponent, "0 to 4");
        RequireShare(TopicMixing, nameof(TopicMixing));
        RequireShare(SynonymShare, nameof(SynonymShare));
        RequireShare(HomonymShare, nameof(HomonymShare));
        RequireShare(VocabularyOverlap, nameof(VocabularyOverlap));
        RequireShare(RelatedShare, nameof(RelatedShare));
    }

    private static void RequireShare(double value, string name) => Require(value is >= 0 and <= 1, name, value, "a share, 0 to 1");

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
            throw new InvalidOptionException("WorldOptions." + name, value.ToString("R", CultureInfo.InvariantCulture), expected,
                "Choose a value in this range.");
    }
}
