using System.Globalization;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>What <see cref="NearestWords"/> is to do.</summary>
public sealed record NearestWordsOptions
{
    /// <summary>The alignment's directory (<c>--alignment</c>).</summary>
    public required string Alignment { get; init; }

    /// <summary>The word, as it is written in the vectors (<c>--word</c>).</summary>
    public required string Word { get; init; }

    /// <summary>Words to show of each kind; default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>How translations are ranked; default CSLS.</summary>
    public RetrievalMethod Retrieval { get; init; } = RetrievalMethod.Csls;

    /// <summary>The source vectors, in place of the file that the alignment remembers.</summary>
    public string? SourceEmbeddings { get; init; }

    /// <summary>The target vectors, likewise.</summary>
    public string? TargetEmbeddings { get; init; }

    /// <summary>The most frequent words of either side that count; null: all.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>Threads; 0 (the default): one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a value out of range.</exception>
    public void Validate()
    {
        EvaluateAlignmentOptions.Require("--alignment", Alignment, "the directory of an alignment");
        if (string.IsNullOrWhiteSpace(Word))
            throw new InvalidOptionException("--word", "nothing", "a word", "Write it as it stands in the vectors, case and accents included.");
        if (Count is < 1 or > 1000)
            throw new InvalidOptionException("--count", Count.ToString(CultureInfo.InvariantCulture), "a number from 1 to 1000", "10 is usual.");
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
}
