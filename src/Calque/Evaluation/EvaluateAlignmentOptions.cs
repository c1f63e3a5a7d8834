using System.Globalization;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>What <see cref="EvaluateAlignment"/> is to do.</summary>
public sealed record EvaluateAlignmentOptions
{
    /// <summary>The alignment's directory (<c>--alignment</c>).</summary>
    public required string Alignment { get; init; }

    /// <summary>The test dictionary, source word first (<c>--dictionary</c>).</summary>
    public required string Dictionary { get; init; }

    /// <summary>How translations are ranked; default CSLS with 10 neighbours.</summary>
    public RetrievalMethod Retrieval { get; init; } = RetrievalMethod.Csls;

    /// <summary>The source vectors, in place of the file that the alignment remembers.</summary>
    public string? SourceEmbeddings { get; init; }

    /// <summary>The target vectors, likewise.</summary>
    public string? TargetEmbeddings { get; init; }

    /// <summary>The most frequent words of either side that count; null: all.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>Keys the draws of the bootstrap and of the null; default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0 (the default): one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a value out of range.</exception>
    public void Validate()
    {
        Require("--alignment", Alignment, "the directory of an alignment");
        Require("--dictionary", Dictionary, "a bilingual dictionary");
        if (VocabularyLimit < 1)
        {
            throw new InvalidOptionException(
                "--vocabulary-limit", VocabularyLimit.Value.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all words.");
        }

        if (Threads < 0)
        {
            throw new InvalidOptionException(
                "--threads", Threads.ToString(CultureInfo.InvariantCulture), "a number from 0", "0 uses every processor; the result is the same.");
        }
    }

    internal static void Require(string option, string value, string expected)
    {
        if (string.IsNullOrEmpty(value))
            throw new InvalidOptionException(option, "an empty path", expected, "Name it.");
    }
}
