using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// The expression of GPT-2, <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, as a scanner. Its matches
/// cover the whole text.
/// </summary>
internal sealed class Gpt2Pattern : CoveringPattern
{
    private const byte Known = ScannerClasses.Letter | ScannerClasses.Number | ScannerClasses.Space;

    private Gpt2Pattern()
    {
    }

    /// <summary>The one instance.</summary>
    public static Gpt2Pattern Instance { get; } = new();

    /// <inheritdoc/>
    public override int FindWordEnd(ReadOnlySpan<byte> text, int start) => FindEnd(text, start);

    /// <summary>The end of the match that starts at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FindEnd(ReadOnlySpan<byte> text, int start)
    {
        int end = ScannerClasses.SkipContraction(text, start, ignoreCase: false);
        if (end > start)
            return end;
        int word = text[start] == (byte)' ' && start + 1 < text.Length ? start + 1 : start;
        byte kind = ScannerClasses.Read(text, word, out int next);
        if ((kind & ScannerClasses.Letter) != 0)
            return ScannerClasses.SkipWhile(text, next, ScannerClasses.Letter);
        if ((kind & ScannerClasses.Number) != 0)
            return ScannerClasses.SkipWhile(text, next, ScannerClasses.Number);
        return (kind & ScannerClasses.Space) == 0
            ? ScannerClasses.SkipUntil(text, next, Known)
            : ScannerClasses.SkipSpaces(text, start);
    }
}
