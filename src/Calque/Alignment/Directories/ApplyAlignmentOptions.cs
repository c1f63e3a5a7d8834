namespace Calque.Alignment.Directories;

/// <summary>What <see cref="ApplyAlignment"/> is to do.</summary>
public sealed record ApplyAlignmentOptions
{
    /// <summary>The alignment's directory (<c>--alignment</c>).</summary>
    public required string Alignment { get; init; }

    /// <summary>The vectors to map: any words of the same space (<c>--embeddings</c>).</summary>
    public required string Embeddings { get; init; }

    /// <summary>Which side's map; default the source's (<c>--side</c>).</summary>
    public AlignmentSide Side { get; init; }

    /// <summary>The file to write (<c>--output</c>): word2vec text, packed where it ends in <c>.gz</c>, word2vec binary where it ends in <c>.bin</c>.</summary>
    public required string Output { get; init; }

    /// <summary>Whether a file that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads; 0 (the default): one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a value out of range.</exception>
    public void Validate()
    {
        AlignVectorsOptions.Require("--alignment", Alignment, "the directory of an alignment");
        AlignVectorsOptions.Require("--embeddings", Embeddings, "a file of word vectors");
        AlignVectorsOptions.Require("--output", Output, "a file to write");
        AlignVectorsOptions.CheckThreads(Threads);
    }
}
