using System.Globalization;
using System.Text;

namespace Calque;

/// <summary>
/// Text of unknown origin made fit to be shown: on one line, without characters that steer a terminal or turn the reading direction, without
/// halves of surrogate pairs, and not longer than a person would read.
/// </summary>
internal static class ShownText
{
    private const int Longest = 1000;

    /// <summary>All of a text, such as a path, with what cannot be shown as <c>\u001B</c>.</summary>
    public static string Whole(string text)
    {
        int index = 0;
        while (index < text.Length && IsPlain(text, index))
            index++;
        return index == text.Length ? text : Escape(text, index);
    }

    /// <summary>A text's beginning, or <c>nothing</c> where it is blank.</summary>
    public static string Short(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "nothing";
        string shown = Whole(Cut(text));
        // Escapes are longer than what they stand for.
        return shown.Length > Longest ? Cut(shown) + "…" : text.Length > Longest ? shown + "…" : shown;
    }

    private static string Cut(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    private static string Escape(string text, int from)
    {
        StringBuilder shown = new(text, 0, from, text.Length + 16);
        for (int index = from; index < text.Length; index++)
        {
            if (IsPlain(text, index))
                shown.Append(text[index]);
            else if (text[index] is '\n' or '\r' or '\t')
                shown.Append(text[index] == '\n' ? "\\n" : text[index] == '\r' ? "\\r" : "\\t");
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:X4}");
        }

        return shown.ToString();
    }

    private static bool IsPlain(string text, int index)
    {
        char letter = text[index];
        if (char.IsHighSurrogate(letter))
            return index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(letter))
            return index > 0 && char.IsHighSurrogate(text[index - 1]);
        // Line and paragraph separators; marks that override the direction of what follows.
        return !char.IsControl(letter) && letter is not ('\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
    }
}
