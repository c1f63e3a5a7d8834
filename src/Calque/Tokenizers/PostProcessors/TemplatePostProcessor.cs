using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary><c>TemplateProcessing</c>: sequences and special tokens in a written order.</summary>
public sealed class TemplatePostProcessor : PostProcessor
{
    private readonly string _place;

    internal TemplatePostProcessor(IReadOnlyList<TemplatePart> single, IReadOnlyList<TemplatePart> pair, string place)
    {
        Single = single;
        Pair = pair;
        _place = place;
    }

    /// <summary>The order for one sequence.</summary>
    public IReadOnlyList<TemplatePart> Single { get; }

    /// <summary>The order for two.</summary>
    public IReadOnlyList<TemplatePart> Pair { get; }

    /// <inheritdoc/>
    public override int CountAddedTokens(bool pair)
    {
        int count = 0;
        foreach (TemplatePart part in pair ? Pair : Single)
            count += part.Ids.Count;
        return count;
    }

    internal override List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        if (encodings.Count > 2)
        {
            throw new InvalidTokenizerException(_place, "a template behind a post-processor that has added its tokens already",
                "at most one post-processor of a sequence that adds tokens", "Take one of the two out of the file.");
        }

        var result = new List<TokenEncoding>();
        foreach (TemplatePart part in encodings.Count == 2 ? Pair : Single)
        {
            if (part.Sequence >= 0)
            {
                TokenEncoding encoding = encodings[part.Sequence];
                encoding.SetTypeIds(part.TypeId);
                encoding.SetSequence(part.Sequence);
                result.Add(encoding.Clone());
            }
            else if (addSpecialTokens)
            {
                result.Add(TokenEncoding.OfSpecialTokens(part.Ids, part.Tokens, part.TypeId));
            }
        }

        return result;
    }
}
