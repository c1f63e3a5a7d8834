using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Writes a set of code points as a .NET regular expression, which works on UTF-16: pairs of surrogates become alternatives.</summary>
internal static class RegexClassWriter
{
    /// <summary>Appends an expression that matches exactly one character of the set.</summary>
    public static void Write(StringBuilder output, CodePointSet set)
    {
        var basic = new StringBuilder();
        var astral = new List<(int High, int First, int Last)>();
        foreach (CodePointRun range in set.Ranges())
        {
            int first = range.Start;
            if (first < 0x10000)
                WriteRange(basic, first, System.Math.Min(range.End, 0xFFFF));
            for (first = System.Math.Max(first, 0x10000); first <= range.End;)
            {
                int last = System.Math.Min(range.End, first | 0x3FF);
                astral.Add((0xD7C0 + (first >> 10), 0xDC00 | (first & 0x3FF), 0xDC00 | (last & 0x3FF)));
                first = last + 1;
            }
        }

        if (basic.Length == 0 && astral.Count == 0)
        {
            output.Append("(?!)");
            return;
        }

        if (astral.Count == 0)
        {
            output.Append('[').Append(basic).Append(']');
            return;
        }

        output.Append("(?:");
        if (basic.Length > 0)
            output.Append('[').Append(basic).Append("]|");
        WriteAstral(output, astral);
        output.Append(')');
    }

    // High surrogates with the same low ones share an alternative.
    private static void WriteAstral(StringBuilder output, List<(int High, int First, int Last)> ranges)
    {
        var lows = new SortedDictionary<int, StringBuilder>();
        foreach ((int high, int first, int last) in ranges)
        {
            if (!lows.TryGetValue(high, out StringBuilder? low))
                lows.Add(high, low = new StringBuilder());
            WriteRange(low, first, last);
        }

        string previous = "";
        int start = 0, end = 0;
        bool any = false;
        foreach ((int high, StringBuilder low) in lows)
        {
            string text = low.ToString();
            if (text == previous && high == end + 1)
            {
                end = high;
                continue;
            }

            Flush();
            (previous, start, end) = (text, high, high);
        }

        Flush();

        void Flush()
        {
            if (previous.Length == 0)
                return;
            output.Append(any ? "|[" : "[");
            WriteRange(output, start, end);
            output.Append("][").Append(previous).Append(']');
            any = true;
        }
    }

    private static void WriteRange(StringBuilder output, int first, int last)
    {
        output.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}");
        if (last > first)
            output.Append(CultureInfo.InvariantCulture, $"-\\u{last:X4}");
    }
}
