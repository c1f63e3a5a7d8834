namespace Calque.Tokenizers.Corpora;

/// <summary>What <see cref="EncodeFile"/> is to do.</summary>
public sealed record EncodeFileOptions
{
    /// <summary>A tokenizer's directory or file (<c>--tokenizer</c>).</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The texts (<c>--input</c>): <c>.txt</c>, a text a line, or JSON lines with a field <c>text</c>; <c>.gz</c> is taken too.</summary>
    public required string Input { get; init; }

    /// <summary>The JSON lines to write (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>Whether the tokenizer's special tokens are added (off: <c>--no-special-tokens</c>).</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Whether texts are cut as the tokenizer's file says (<c>--stored-truncation</c>).</summary>
    public bool UseStoredTruncation { get; init; }

    /// <summary>Whether encodings are filled up as the tokenizer's file says, each line by itself (<c>--stored-padding</c>).</summary>
    public bool UseStoredPadding { get; init; }

    /// <summary>Threads that work (<c>--threads</c>), 0: one for each processor; the output does not depend on it.</summary>
    public int Threads { get; init; }


    /// <summary>Throws where an option cannot be.</summary>
    /// <exception cref="InvalidOptionException">A path is empty, or the number of threads is below 0.</exception>
    public void Validate()
    {
        LineBlocks.Require("--tokenizer", Tokenizer);
        LineBlocks.Require("--input", Input);
        LineBlocks.Require("--output", Output);
        LineBlocks.RequireThreads(Threads);
    }
}
