using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary><c>ByteLevel</c>: adds nothing; takes word marks off the offsets.</summary>
/// <param name="trimsOffsets">Whether spaces are taken off the offsets.</param>
/// <param name="addsPrefixSpace">Whether the pre-tokenizer puts a space before the text, so that the first token keeps one.</param>
public sealed class ByteLevelPostProcessor(bool trimsOffsets, bool addsPrefixSpace) : PostProcessor
{
    /// <inheritdoc/>
    public override int CountAddedTokens(bool pair) => 0;

    internal override bool TrimsOffsets => trimsOffsets;

    internal override void TrimOffsets(EncodingBuffer buffer, int first, TokenSpaces spaces)
    {
        if (trimsOffsets)
            ByteLevelOffsets.Trim(buffer, first, addsPrefixSpace, spaces);
    }

    internal override List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        if (trimsOffsets)
            ByteLevelOffsets.Trim(encodings, addsPrefixSpace);
        for (int i = 0; i < encodings.Count; i++)
            encodings[i].SetSequence(i);
        return encodings;
    }
}
