using System;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Calque.Formats.Tabular;

/// <summary>Cuts a line of a dictionary into its two sides.</summary>
internal static class PairLine
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">The line's bytes, without its end.</param>
    /// <param name="source">The left side, without surrounding white space.</param>
    /// <param name="target">The right side, without surrounding white space.</param>
    /// <param name="tabs">Whether a tab parted the sides.</param>
    /// <param name="quality">The number of the third column; null where there is none.</param>
    /// <returns>Null where the line is a pair, else why it is none.</returns>
    public static SkippedLineReason? Parse(ReadOnlySpan<byte> line, out string source, out string target, out bool tabs, out double? quality)
    {
        source = target = "";
        quality = null;
        tabs = line.Contains((byte)'\t');
        if (!Utf8.IsValid(line))
            return SkippedLineReason.InvalidUtf8;
        string text = Encoding.UTF8.GetString(line);
        if (string.IsNullOrWhiteSpace(text))
            return SkippedLineReason.Empty;
        return tabs ? SplitAtTabs(text, out source, out target, out quality) : SplitAtWhiteSpace(text, out source, out target);
    }

    // Further columns may hold numbers alone: the quality of a pair (PanLex), or the score, margin and ranks of an induced one.
    private static SkippedLineReason? SplitAtTabs(string text, out string source, out string target, out double? quality)
    {
        quality = null;
        string[] columns = text.Split('\t');
        source = columns[0].Trim();
        target = columns[1].Trim();
        int last = columns.Length;
        while (last > 2 && string.IsNullOrWhiteSpace(columns[last - 1]))
            last--;
        if (source.Length == 0 || target.Length == 0)
            return SkippedLineReason.EmptySide;
        for (int column = 2; column < last; column++)
        {
            if (!double.TryParse(columns[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                return SkippedLineReason.MoreThanTwoColumns;
            quality ??= value;
        }

        return null;
    }

    private static SkippedLineReason? SplitAtWhiteSpace(string text, out string source, out string target)
    {
        source = target = "";
        string[] fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 2)
            return fields.Length < 2 ? SkippedLineReason.OneField : SkippedLineReason.MoreThanTwoFields;
        source = fields[0];
        target = fields[1];
        return null;
    }
}
