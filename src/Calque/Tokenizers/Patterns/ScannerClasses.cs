using System;
using System.Runtime.CompilerServices;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Classes of characters, as bits, by which the hand-written scanners tell what they see.</summary>
internal static class ScannerClasses
{
    /// <summary>Category L.</summary>
    public const byte Letter = 1;

    /// <summary>Category N.</summary>
    public const byte Number = 2;

    /// <summary>White space, <c>\s</c>.</summary>
    public const byte Space = 4;

    /// <summary>CR or LF.</summary>
    public const byte LineEnd = 8;

    /// <summary>Categories Lu, Lt, Lm, Lo, M.</summary>
    public const byte UpperLike = 16;

    /// <summary>Categories Ll, Lm, Lo, M.</summary>
    public const byte LowerLike = 32;

    private static readonly CodePointTable Table = MakeTable();
    private static readonly byte[] Ascii = MakeAscii();

    /// <summary>The classes of the character at <paramref name="index"/>, and the index behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Read(ReadOnlySpan<byte> text, int index, out int next)
    {
        byte first = text[index];
        if (first < 0x80)
        {
            next = index + 1;
            return Ascii[first];
        }

        next = index;
        return Table[CodePoints.Decode(text, ref next)];
    }

    /// <summary>The end of the run of characters that have one of the classes in <paramref name="wanted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SkipWhile(ReadOnlySpan<byte> text, int index, byte wanted)
    {
        while (index < text.Length && (Read(text, index, out int next) & wanted) != 0)
            index = next;
        return index;
    }

    /// <summary>The end of the run of characters that have none of the classes in <paramref name="unwanted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SkipUntil(ReadOnlySpan<byte> text, int index, byte unwanted)
    {
        while (index < text.Length && (Read(text, index, out int next) & unwanted) == 0)
            index = next;
        return index;
    }

    /// <summary>
    /// The end of the match of <c>\s+(?!\S)|\s+</c> where white space begins at <paramref name="index"/>: the whole run at the end of
    /// the text, else without its last character, unless that is the only one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SkipSpaces(ReadOnlySpan<byte> text, int index)
    {
        int end = index, last = index;
        while (end < text.Length && (Read(text, end, out int next) & Space) != 0)
        {
            last = end;
            end = next;
        }

        return end == text.Length || last == index ? end : last;
    }

    /// <summary>
    /// The end of an English contraction at <paramref name="index"/> ('s 't 'd 'm 're 've 'll), or the index itself. Without regard to
    /// case the long s (U+017F) counts as an s.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipContraction(ReadOnlySpan<byte> text, int index, bool ignoreCase) =>
        index + 1 >= text.Length || text[index] != (byte)'\'' ? index : SkipAfterApostrophe(text, index, ignoreCase);

    private static int SkipAfterApostrophe(ReadOnlySpan<byte> text, int index, bool ignoreCase)
    {
        int first = text[index + 1], second = index + 2 < text.Length ? text[index + 2] : 0;
        if (ignoreCase)
        {
            if (first == 0xC5 && second == 0xBF)
                return index + 3;
            first = first is >= 'A' and <= 'Z' ? first | 0x20 : first;
            second = second is >= 'A' and <= 'Z' ? second | 0x20 : second;
        }

        return (first, second) switch
        {
            ('s' or 't' or 'm' or 'd', _) => index + 2,
            ('r' or 'v', 'e') or ('l', 'l') => index + 3,
            _ => index,
        };
    }

    private static byte[] MakeAscii()
    {
        var classes = new byte[0x80];
        for (int c = 0; c < classes.Length; c++)
            classes[c] = Table[c];
        return classes;
    }

    private static CodePointTable MakeTable()
    {
        // White space that is not a category of its own; the separators (Z) are all white space.
        CodePointRuns runs = UnicodeTables.ReadRuns("category");
        var cut = new CodePointRuns();
        foreach (CodePointRun run in runs)
        {
            int start = run.Start;
            for (int c = start; c < Math.Min(run.End, 0x100); c++)
            {
                if (ClassOf(c, run.Value) == ClassOf(start, run.Value))
                    continue;
                cut.Add(new CodePointRun(start, c, ClassOf(start, run.Value)));
                start = c;
            }

            cut.Add(new CodePointRun(start, run.End, ClassOf(start, run.Value)));
        }

        return new CodePointTable(cut, static value => (byte)value);
    }

    private static byte ClassOf(int first, int category)
    {
        byte result = ClassOf(1u << category);
        if (CodePoints.IsWhiteSpace(first))
            result |= Space;
        return first is '\r' or '\n' ? (byte)(result | LineEnd) : result;
    }

    private static byte ClassOf(uint category)
    {
        byte result = 0;
        if ((category & CodePoints.LetterMask) != 0)
            result |= Letter;
        if ((category & CodePoints.NumberMask) != 0)
            result |= Number;
        if ((category & (0b1_1101 | CodePoints.MarkMask)) != 0)
            result |= UpperLike;
        if ((category & (0b1_1010 | CodePoints.MarkMask)) != 0)
            result |= LowerLike;
        return result;
    }
}
