using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// The expression of o200k as a scanner: as that of cl100k, but words are cut before an upper-case letter that follows a
/// lower-case one, marks belong to words, contractions stay with their word, and slashes may follow marks. With
/// U = <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c> and L = <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c> a word is
/// <c>[^\r\n\p{L}\p{N}]?U*L+</c> or else <c>[^\r\n\p{L}\p{N}]?U+L*</c>. Its matches cover the whole text.
/// </summary>
internal sealed class CasedWordPattern : CoveringPattern
{
    private const byte Known = ScannerClasses.Letter | ScannerClasses.Number | ScannerClasses.Space;

    private CasedWordPattern()
    {
    }

    /// <summary>The one instance.</summary>
    public static CasedWordPattern Instance { get; } = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int FindWordEnd(ReadOnlySpan<byte> text, int start)
    {
        byte kind = ScannerClasses.Read(text, start, out int next);
        bool mayLead = (kind & (ScannerClasses.Letter | ScannerClasses.Number | ScannerClasses.LineEnd)) == 0;

        // The order of the alternatives: lower-case ending with a leading character, without; then upper-case alike.
        int end = mayLead ? FindLowerEnding(text, next) : -1;
        if (end < 0)
            end = FindLowerEnding(text, start);
        if (end < 0 && mayLead)
            end = FindUpperBeginning(text, next);
        if (end < 0)
            end = FindUpperBeginning(text, start);
        if (end >= 0)
            return ScannerClasses.SkipContraction(text, end, ignoreCase: true);
        return (kind & ScannerClasses.Number) != 0
            ? WordPattern.SkipDigits(text, next, 2)
            : WordPattern.FindMarksOrSpaces(text, start, Known, slash: true);
    }

    // U*L+: the run of U is taken whole if an L follows; else it gives back until an L of its own (Lm, Lo, M) is left, and
    // that is then the last character, since what it gave back before was no L.
    private static int FindLowerEnding(ReadOnlySpan<byte> text, int start)
    {
        int i = start, lastLower = -1;
        while (i < text.Length)
        {
            byte kind = ScannerClasses.Read(text, i, out int next);
            if ((kind & ScannerClasses.UpperLike) == 0)
                break;
            if ((kind & ScannerClasses.LowerLike) != 0)
                lastLower = next;
            i = next;
        }

        int end = ScannerClasses.SkipWhile(text, i, ScannerClasses.LowerLike);
        return end > i ? end : lastLower;
    }

    private static int FindUpperBeginning(ReadOnlySpan<byte> text, int start)
    {
        int end = ScannerClasses.SkipWhile(text, start, ScannerClasses.UpperLike);
        return end > start ? ScannerClasses.SkipWhile(text, end, ScannerClasses.LowerLike) : -1;
    }
}
