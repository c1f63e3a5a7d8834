namespace Calque.Tokenizers.Corpora;

/// <summary>What <see cref="DecodeFile"/> is to do.</summary>
public sealed record DecodeFileOptions
{
    /// <summary>A tokenizer's directory or file (<c>--tokenizer</c>).</summary>
    public required string Tokenizer { get; init; }

    /// <summary>JSON lines with a field <c>ids</c> (<c>--input</c>); <c>.gz</c> is taken too.</summary>
    public required string Input { get; init; }

    /// <summary>The JSON lines to write, each with a field <c>text</c> (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>Whether special tokens are left out (<c>--skip-special-tokens</c>).</summary>
    public bool SkipSpecialTokens { get; init; }

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
