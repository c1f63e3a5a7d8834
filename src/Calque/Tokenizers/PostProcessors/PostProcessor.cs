using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary>The step that puts special tokens round one or two encoded sequences and sets their type ids.</summary>
public abstract class PostProcessor
{
    /// <summary>How many special tokens are added.</summary>
    /// <param name="pair">Whether there are two sequences.</param>
    public abstract int CountAddedTokens(bool pair);

    /// <summary>Whether offsets are changed even where no special tokens are added.</summary>
    internal virtual bool TrimsOffsets => false;

    /// <summary>Does to the ranges of one text's tokens what <see cref="Process"/> does where no special tokens are added.</summary>
    /// <param name="buffer">The tokens.</param>
    /// <param name="first">The first of the text.</param>
    /// <param name="spaces">The spaces of the tokens by id.</param>
    internal virtual void TrimOffsets(EncodingBuffer buffer, int first, TokenSpaces spaces)
    {
    }

    /// <summary>The parts that, joined in order, are the result.</summary>
    /// <param name="encodings">The sequences, or what an earlier step made of them; they may be changed.</param>
    /// <param name="addSpecialTokens">Whether special tokens are added.</param>
    internal abstract List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens);
}
