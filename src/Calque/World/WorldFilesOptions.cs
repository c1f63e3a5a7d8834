using System.Globalization;

namespace Calque.World;

/// <summary>Which world is written as files, and where.</summary>
public sealed record WorldFilesOptions
{
    /// <summary>The directory to write; it may exist.</summary>
    public required string Output { get; init; }

    /// <summary>The world.</summary>
    public WorldOptions World { get; init; } = WorldOptions.Default;

    /// <summary>Number of sentences of text. Default 40,000.</summary>
    public int Sentences { get; init; } = 40_000;

    /// <summary>Entries of each tokenizer. Default 4,000.</summary>
    public int VocabularySize { get; init; } = 4000;

    /// <summary>The word vectors with a known rotation.</summary>
    public KnownVectorOptions Vectors { get; init; } = new();

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        World.Validate();
        Vectors.Validate(World.ConceptDimension);
        if (Sentences < 1)
            throw new InvalidOptionException("Sentences", Sentences.ToString(CultureInfo.InvariantCulture), "1 or more", "Say how much text there should be.");
        if (VocabularySize < 300)
            throw new InvalidOptionException("VocabularySize", VocabularySize.ToString(CultureInfo.InvariantCulture), "300 or more",
                "A byte-level tokenizer needs its 256 letters, special tokens and some merges.");
    }
}
