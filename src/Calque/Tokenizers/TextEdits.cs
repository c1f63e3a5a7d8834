using System;
using System.Collections.Generic;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers;

/// <summary>Changes of a <see cref="NormalizedText"/> that several components need.</summary>
internal static class TextEdits
{
    /// <summary>
    /// Puts <paramref name="prefix"/> before the text, unless that is empty. The prefix takes the range of the first character.
    /// </summary>
    public static void Prepend(NormalizedText text, ReadOnlySpan<byte> prefix)
    {
        if (text.Length == 0 || prefix.IsEmpty)
            return;
        int first = 1;
        while (first < text.Length && (text.Bytes[first] & 0xC0) == 0x80)
            first++;
        var change = new TextChange(text, text.Length + prefix.Length);
        change.InsertAfter(first, prefix);
        change.Copy(0, text.Length);
        change.Apply();
    }

    /// <summary>
    /// Puts <paramref name="content"/> for every match. The new text takes the range of the last character that was replaced,
    /// or, for an empty match, of the one before.
    /// </summary>
    public static void ReplaceAll(NormalizedText text, Pattern pattern, ReadOnlySpan<byte> content)
    {
        var matches = new List<PatternMatch>();
        pattern.FindMatches(text.Bytes, matches);
        if (matches.Count == 0)
            return;
        var change = new TextChange(text, text.Length + (matches.Count * content.Length));
        int position = 0;
        foreach (PatternMatch match in matches)
        {
            change.Copy(position, match.Start);
            change.InsertAfter(match.End, content);
            position = match.End;
        }

        change.Copy(position, text.Length);
        change.Apply();
    }
}
