using System;

namespace Calque.Text;

/// <summary>White space as Python's <c>str.isspace</c> knows it: Unicode's, and the separators U+001C to U+001F.</summary>
public static class PythonWhiteSpace
{
    /// <summary>Whether the character is white space.</summary>
    public static bool IsWhiteSpace(char character) => character is >= '\u001C' and <= '\u001F' || CodePoints.IsWhiteSpace(character);

    /// <summary>The text without white space at both ends, as Python's <c>str.strip()</c>.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> kept = Strip(text.AsSpan());
        return kept.Length == text.Length ? text : kept.ToString();
    }

    /// <summary>The text without white space at both ends, as Python's <c>str.strip()</c>.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
            start++;
        while (end > start && IsWhiteSpace(text[end - 1]))
            end--;
        return text[start..end];
    }
}
