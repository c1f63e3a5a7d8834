using System;
using System.Collections.Generic;
using System.Text;

namespace Calque.Formats.Dictd;

/// <summary>
/// An entry of a FreeDict dictionary, taken apart. Its first line has the headwords, then pronunciation, part of speech and
/// inflection in marks of their own; lines that begin at the margin hold the glosses, a number alone opens a sense,
/// lines that are set in are notes, examples and references.
/// </summary>
internal static class DictdEntry
{
    /// <summary>What introduces a line that holds no translation.</summary>
    private static readonly string[] NoteMarks = ["see also", "see:", "synonym:", "synonyms:", "antonym:", "antonyms:", "plural of", "note:", "cf.", "http:", "https:"];

    /// <summary>The headword as the entry spells it (an index folds case), or the index's own spelling where no form of the entry matches.</summary>
    public static string Headword(string text, string indexed)
    {
        string folded = Fold(indexed);
        foreach (string form in Split(Strip(FirstLine(text, out _))))
        {
            if (Fold(form) == folded)
                return form;
        }

        return indexed;
    }

    /// <summary>The glosses in the order in which they stand, repeats left out.</summary>
    public static IReadOnlyList<string> Glosses(string text)
    {
        string first = FirstLine(text, out string body);
        List<string> glosses = [];
        // Older dictionaries set the glosses in as well; then every line counts that is not marked as a note.
        foreach (bool setIn in (bool[])[false, true])
        {
            foreach (string line in body.Split('\n'))
            {
                bool isSetIn = line.Length > 0 && char.IsWhiteSpace(line[0]);
                if (isSetIn == setIn && !IsNote(line))
                    AddGlosses(line, glosses);
            }

            if (glosses.Count > 0)
                return glosses;
        }

        // A line of one: headword, marks, gloss.
        if (body.AsSpan().IsWhiteSpace())
            AddGlosses(AfterMarks(first), glosses);
        return glosses;
    }

    private static string FirstLine(string text, out string rest)
    {
        text = text.TrimStart('\n', '\r');
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        rest = end < 0 ? "" : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }

    private static void AddGlosses(string line, List<string> glosses)
    {
        foreach (string gloss in Split(Strip(WithoutSenseNumber(line.Trim()))))
        {
            if (!glosses.Contains(gloss))
                glosses.Add(gloss);
        }
    }

    private static bool IsNote(string line)
    {
        string trimmed = line.Trim();
        if (trimmed.StartsWith('"'))
            return true;
        foreach (string mark in NoteMarks)
        {
            if (trimmed.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>"1." or "1. lesson" without the number.</summary>
    private static string WithoutSenseNumber(string line)
    {
        int digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        bool isNumber = digits > 0 && digits < line.Length && line[digits] is '.' or ')'
            && (digits + 1 == line.Length || line[digits + 1] == ' ');
        return isNumber ? line[(digits + 1)..] : line;
    }

    /// <summary>
    /// Leaves out what stands in () [] &lt;&gt;, nested or not closed, and between slashes after a space. Braces mark references:
    /// only they go.
    /// </summary>
    private static string Strip(string line)
    {
        StringBuilder kept = new(line.Length);
        int depth = 0;
        for (int position = 0; position < line.Length; position++)
        {
            char character = line[position];
            if (character is '(' or '[' or '<')
                depth++;
            else if (character is ')' or ']' or '>')
                depth = Math.Max(0, depth - 1);
            else if (depth > 0 || character is '{' or '}')
                continue;
            else if (character == '/' && (position == 0 || char.IsWhiteSpace(line[position - 1])) && line.IndexOf('/', position + 1) is > 0 and int end)
                position = end;
            else
                kept.Append(character);
        }

        return kept.ToString();
    }

    private static string AfterMarks(string line)
    {
        int last = line.AsSpan().LastIndexOfAny(">]/");
        return last < 0 ? "" : line[(last + 1)..];
    }

    private static IEnumerable<string> Split(string line)
    {
        foreach (string part in line.Split(',', ';'))
        {
            string words = string.Join(' ', part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.AsSpan().ContainsAnyExcept(" .-"))
                yield return words;
        }
    }

    private static string Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character))
                folded.Append(char.ToLowerInvariant(character));
        }

        return folded.ToString();
    }
}
