using System;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Encoders;

/// <summary>The words of a scanner that goes character by character.</summary>
internal sealed unsafe class PatternWords(CoveringPattern pattern) : WordFinder
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Find(byte* text, int length, ref int position, WordRange* words, int most)
    {
        var span = new ReadOnlySpan<byte>(text, length);
        int count = 0;
        int at = position;
        for (; at < length && count < most; count++)
        {
            int end = pattern.FindWordEnd(span, at);
            words[count] = new WordRange(at, end);
            at = end;
        }

        position = at;
        return count;
    }
}
