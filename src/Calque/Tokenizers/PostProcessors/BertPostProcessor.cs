using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary><c>BertProcessing</c>: <c>[CLS] A [SEP] B [SEP]</c>, type ids 0 and 1.</summary>
/// <param name="separator">The token between and behind.</param>
/// <param name="separatorId">Its id.</param>
/// <param name="classification">The token in front.</param>
/// <param name="classificationId">Its id.</param>
public sealed class BertPostProcessor(string separator, int separatorId, string classification, int classificationId) : PostProcessor
{
    /// <summary>The id of the token in front.</summary>
    public int ClassificationId => classificationId;

    /// <summary>The id of the token between and behind.</summary>
    public int SeparatorId => separatorId;

    /// <inheritdoc/>
    public override int CountAddedTokens(bool pair) => pair ? 3 : 2;

    internal override List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        if (!addSpecialTokens)
            return encodings;
        var result = new List<TokenEncoding>();
        for (int i = 0; i < encodings.Count; i++)
        {
            TokenEncoding whole = Surround(encodings[i], i);
            foreach (TokenEncoding part in encodings[i].OverflowingParts)
                whole.OverflowingParts.Add(Surround(part, i));
            result.Add(whole);
        }

        return result;
    }

    private TokenEncoding Surround(TokenEncoding encoding, int index) => index == 0
        ? encoding.Surround(classification, classificationId, 0, separator, separatorId, 0, 0)
        : encoding.Surround(null, 0, 0, separator, separatorId, 1, 1);
}
