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

    internal override bool TrimsOffsets
    {
        get
        {
            foreach (PostProcessor part in Parts)
            {
                if (part.TrimsOffsets)
                    return true;
            }

            return false;
        }
    }

    internal override void TrimOffsets(EncodingBuffer buffer, int first, TokenSpaces spaces)
    {
        foreach (PostProcessor part in Parts)
            part.TrimOffsets(buffer, first, spaces);
    }

    internal override List<TokenEncoding> Process(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        foreach (PostProcessor part in Parts)
            encodings = part.Process(encodings, addSpecialTokens);
        return encodings;
    }
}
