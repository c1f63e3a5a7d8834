using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary><c>Sequence</c>: one post-processor after the other.</summary>
public sealed class PostProcessorSequence : PostProcessor
{
    internal PostProcessorSequence(IReadOnlyList<PostProcessor> parts) => Parts = parts;

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<PostProcessor> Parts { get; }

    /// <inheritdoc/>
    public override int CountAddedTokens(bool pair)
    {
        int count = 0;
        foreach (PostProcessor part in Parts)
            count += part.CountAddedTokens(pair);
        return count;
    }

    internal override List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        foreach (PostProcessor part in Parts)
            encodings = part.Process(encodings, addSpecialTokens);
        return encodings;
    }
}
