using System;

namespace Calque.Text;

/// <summary>
/// Extended grapheme clusters, what a reader takes for one character (Unicode Standard Annex 29, version 15, rules GB1 to
/// GB999), with the combining marks that later versions added.
/// </summary>
public static class GraphemeClusters
{
    private const byte CarriageReturn = 1, LineFeed = 2, Control = 3, Extend = 4, Joiner = 5, Regional = 6, Prepend = 7,
        SpacingMark = 8, Lead = 9, Vowel = 10, Trail = 11, LeadVowel = 12, LeadVowelTrail = 13, Pictographic = 14;

    private static readonly CodePointTable Breaks = UnicodeTables.ReadTable("grapheme-break");

    /// <summary>The end, in bytes, of the cluster that begins at <paramref name="start"/> of valid UTF-8 text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start is not inside the text.</exception>
    public static int FindEnd(ReadOnlySpan<byte> utf8, int start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, utf8.Length);
        int position = start;
        byte before = Breaks[CodePoints.Decode(utf8, ref position)];
        int regionals = before == Regional ? 1 : 0;
        bool pictographic = before == Pictographic, joined = false;
        while (position < utf8.Length)
        {
            // Two ASCII characters always part, but for CR LF.
            int next = position;
            byte after = Breaks[CodePoints.Decode(utf8, ref next)];
            if (IsBoundary(before, after, regionals, joined))
                return position;
            joined = after == Joiner && pictographic;
            if (after is not (Extend or Joiner))
                pictographic = after == Pictographic;
            regionals = after == Regional ? regionals + 1 : 0;
            before = after;
            position = next;
        }

        return position;
    }

    private static bool IsBoundary(byte before, byte after, int regionals, bool joined)
    {
        if (before == CarriageReturn && after == LineFeed)
            return false; // GB3
        if (before is CarriageReturn or LineFeed or Control || after is CarriageReturn or LineFeed or Control)
            return true; // GB4, GB5
        if (before == Lead && after is Lead or Vowel or LeadVowel or LeadVowelTrail)
            return false; // GB6
        if (before is LeadVowel or Vowel && after is Vowel or Trail)
            return false; // GB7
        if (before is LeadVowelTrail or Trail && after == Trail)
            return false; // GB8
        if (after is Extend or Joiner or SpacingMark || before == Prepend)
            return false; // GB9, GB9a, GB9b
        if (joined && after == Pictographic)
            return false; // GB11
        return !(before == Regional && after == Regional && regionals % 2 == 1); // GB12, GB13
    }
}
