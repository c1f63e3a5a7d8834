using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary><c>RobertaProcessing</c>: <c>&lt;s&gt; A &lt;/s&gt;&lt;/s&gt; B &lt;/s&gt;</c>, every type id 0; takes word marks off the offsets.</summary>
/// <param name="separator">The token between and behind.</param>
/// <param name="separatorId">Its id.</param>
/// <param name="classification">The token in front.</param>
/// <param name="classificationId">Its id.</param>
/// <param name="trimsOffsets">Whether spaces are taken off the offsets.</param>
/// <param name="addsPrefixSpace">Whether the pre-tokenizer puts a space before the text, so that the first token keeps one.</param>
public sealed class RobertaPostProcessor(string separator, int separatorId, string classification, int classificationId,
    bool trimsOffsets, bool addsPrefixSpace) : PostProcessor
{
    /// <summary>The id of the token in front.</summary>
    public int ClassificationId => classificationId;

    /// <summary>The id of the token between and behind.</summary>
    public int SeparatorId => separatorId;

    /// <inheritdoc/>
    public override int CountAddedTokens(bool pair) => pair ? 4 : 2;

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
        foreach (TokenEncoding encoding in encodings)
            encoding.SetTypeIds(0);
        if (!addSpecialTokens)
            return encodings;
        var result = new List<TokenEncoding>();
        for (int i = 0; i < encodings.Count; i++)
        {
            TokenEncoding whole = Surround(encodings[i], i);
            foreach (TokenEncoding part in encodings[i].OverflowingParts)
            {
                part.SetTypeIds(0);
                whole.OverflowingParts.Add(Surround(part, i));
            }

            result.Add(whole);
        }

        return result;
    }

    private TokenEncoding Surround(TokenEncoding encoding, int index) => index == 0
        ? encoding.Surround(classification, classificationId, 0, separator, separatorId, 0, 0)
        : encoding.Surround(separator, separatorId, 0, separator, separatorId, 0, 1);
}
