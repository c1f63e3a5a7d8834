namespace Calque.Vectors;

/// <summary>What <see cref="ShowVectors"/> is to do.</summary>
public sealed record ShowVectorsOptions
{
    /// <summary>The vectors: a fastText model, word2vec text or binary (<c>--embeddings</c>).</summary>
    public required string Embeddings { get; init; }

    /// <summary>UTF-8 text, one word a line (<c>--input</c>); <c>.gz</c> is taken too.</summary>
    public required string Input { get; init; }

    /// <summary>The word2vec text to write (<c>--output</c>).</summary>
    public required string Output { get; init; }


    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is empty.</exception>
    public void Validate()
    {
        Require("--embeddings", Embeddings);
        Require("--input", Input);
        Require("--output", Output);
    }

    private static void Require(string option, string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidOptionException(option, "an empty path", "a file", "Name the file.");
    }
}
