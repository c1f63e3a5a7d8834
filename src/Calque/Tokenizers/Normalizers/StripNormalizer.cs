using System;
using Calque.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Strip</c>: drops white space at the ends.</summary>
/// <param name="left">Whether at the begin.</param>
/// <param name="right">Whether at the end.</param>
public sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<byte> bytes = text.Bytes;
        int start = 0, end = bytes.Length;
        for (int next = 0; left && next < end; start = next)
        {
            if (!CodePoints.IsWhiteSpace(CodePoints.Decode(bytes, ref next)))
                break;
        }

        for (int previous = end; right && previous > start; end = previous)
        {
            if (!CodePoints.IsWhiteSpace(CodePoints.DecodeBack(bytes, ref previous)))
                break;
        }

        if (start == 0 && end == bytes.Length)
            return;
        var change = new TextChange(text, end - start);
        change.Copy(start, end);
        change.Apply();
    }
}
