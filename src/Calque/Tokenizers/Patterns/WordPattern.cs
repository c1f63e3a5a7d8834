using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// The expression of cl100k and Llama 3, <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|
/// ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>, and that of Qwen 2 (<c>\p{N}</c> alone), as a scanner. Its matches cover the
/// whole text.
/// </summary>
internal sealed class WordPattern : CoveringPattern
{
    private const byte Known = ScannerClasses.Letter | ScannerClasses.Number | ScannerClasses.Space;
    private readonly int _digits;

    private WordPattern(int digits) => _digits = digits;

    /// <summary>Numbers are cut after three digits.</summary>
    public static WordPattern ThreeDigits { get; } = new(3);

    /// <summary>Each digit stands alone.</summary>
    public static WordPattern OneDigit { get; } = new(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int FindWordEnd(ReadOnlySpan<byte> text, int start)
    {
        int end = ScannerClasses.SkipContraction(text, start, ignoreCase: true);
        if (end > start)
            return end;
        byte kind = ScannerClasses.Read(text, start, out int next);
        if ((kind & ScannerClasses.Letter) != 0)
            return ScannerClasses.SkipWhile(text, next, ScannerClasses.Letter);
        if ((kind & ScannerClasses.Number) != 0)
            return SkipDigits(text, next, _digits - 1);

        // One character that is neither a line end nor a number may lead a word.
        if ((kind & ScannerClasses.LineEnd) == 0 && next < text.Length)
        {
            end = ScannerClasses.SkipWhile(text, next, ScannerClasses.Letter);
            if (end > next)
                return end;
        }

        return FindMarksOrSpaces(text, start, Known, slash: false);
    }

    /// <summary>The end of <c>\p{N}{1,n}</c> behind its first digit.</summary>
    internal static int SkipDigits(ReadOnlySpan<byte> text, int index, int count)
    {
        for (; count > 0 && index < text.Length && (ScannerClasses.Read(text, index, out int next) & ScannerClasses.Number) != 0; count--)
            index = next;
        return index;
    }

    /// <summary>The end of <c> ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>; with <paramref name="slash"/> line ends and slashes follow marks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int FindMarksOrSpaces(ReadOnlySpan<byte> text, int start, byte known, bool slash)
    {
        int marks = text[start] == (byte)' ' ? start + 1 : start;
        int end = ScannerClasses.SkipUntil(text, marks, known);
        if (end > marks)
        {
            while (end < text.Length && (text[end] is (byte)'\r' or (byte)'\n' || (slash && text[end] == (byte)'/')))
                end++;
            return end;
        }

        int lineEnd = -1;
        for (int i = start; i < text.Length;)
        {
            byte kind = ScannerClasses.Read(text, i, out i);
            if ((kind & ScannerClasses.Space) == 0)
                break;
            if ((kind & ScannerClasses.LineEnd) != 0)
                lineEnd = i;
        }

        return lineEnd >= 0 ? lineEnd : ScannerClasses.SkipSpaces(text, start);
    }
}
