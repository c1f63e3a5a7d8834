using System;
using System.Collections.Generic;
using Calque.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers;

/// <summary>Changes of a <see cref="NormalizedText"/> that several components need.</summary>
internal static class TextEdits
{
    /// <summary>
    /// Puts <paramref name="prefix"/> before the text, unless that is empty. The prefix takes the range of the first character; an
    /// empty one leaves that character an empty range (a flaw of the Rust library that is kept).
    /// </summary>
    public static void Prepend(NormalizedText text, ReadOnlySpan<byte> prefix)
    {
        if (text.Length == 0 || (prefix.IsEmpty && !text.TracksOffsets))
            return;
        int first = 1;
        while (first < text.Length && (text.Bytes[first] & 0xC0) == 0x80)
            first++;
        var change = new TextChange(text, text.Length + prefix.Length);
        if (prefix.IsEmpty)
        {
            change.InsertAfter(0, text.Bytes[..first]);
            change.Copy(first, text.Length);
        }
        else
        {
            change.InsertAfter(first, prefix);
            change.Copy(0, text.Length);
        }

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

    /// <summary>Exchanges characters one for one: <paramref name="map"/> gives the new code point, the same one, or -1 to remove it.</summary>
    public static void Map(NormalizedText text, Func<int, int> map)
    {
        ReadOnlySpan<byte> bytes = text.Bytes;
        TextChange? change = null;
        int kept = 0;
        for (int i = 0; i < bytes.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(bytes, ref i);
            int mapped = map(codePoint);
            if (mapped == codePoint)
                continue;
            change ??= new TextChange(text, bytes.Length);
            change.Copy(kept, at);
            if (mapped >= 0)
                change.Add(mapped, 0);
            kept = i;
        }

        if (change is null)
            return;
        change.Copy(kept, bytes.Length);
        change.Apply();
    }

    /// <summary>Puts the text into a normalisation form of the Unicode version that the tokenizers know.</summary>
    public static void Normalize(NormalizedText text, UnicodeForm form)
    {
        NormalizationTables tables = NormalizationTables.Unicode9;
        if (NormalizationRun.IsInert(text.Bytes, form, tables))
            return;
        var change = new TextChange(text, text.Length + (text.Length / 2));
        NormalizationRun.Run(text.Bytes, form, tables, ref change);
        change.Apply();
    }

    /// <summary>Puts each character into lower case by itself, without regard to its neighbours.</summary>
    public static void Lowercase(NormalizedText text)
    {
        ReadOnlySpan<byte> bytes = text.Bytes;
        TextChange? change = null;
        int kept = 0;
        for (int i = 0; i < bytes.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(bytes, ref i);
            if (codePoint < 0x80 ? codePoint is < 'A' or > 'Z' : PythonCasing.LowerOf(codePoint) is null)
                continue;
            change ??= new TextChange(text, bytes.Length + 8);
            change.Copy(kept, at);
            if (codePoint < 0x80)
            {
                change.Add(codePoint | 0x20, 0);
            }
            else
            {
                int[] lower = PythonCasing.LowerOf(codePoint)!; // not null: checked above
                for (int k = 0; k < lower.Length; k++)
                    change.Add(lower[k], k);
            }

            kept = i;
        }

        if (change is null)
            return;
        change.Copy(kept, bytes.Length);
        change.Apply();
    }

    /// <summary>Writes each byte as the printable character that stands for it; all of one character keep its range.</summary>
    public static void WriteBytesAsCharacters(NormalizedText text)
    {
        if (text.Length == 0)
            return;
        ReadOnlySpan<byte> bytes = text.Bytes;
        var change = new TextChange(text, bytes.Length + (bytes.Length / 2));
        int kept = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            // A character and its byte are the same: nearly all ASCII but the space.
            if (bytes[i] is >= 33 and <= 126)
                continue;
            change.Copy(kept, i);
            change.Add(ByteAlphabet.GetCharacter(bytes[i]), (bytes[i] & 0xC0) == 0x80 ? 1 : 0);
            kept = i + 1;
        }

        change.Copy(kept, bytes.Length);
        change.Apply();
    }
}
