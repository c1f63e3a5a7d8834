using System;
using System.Collections.Generic;

namespace Calque.Text;

/// <summary>
/// Normalises UTF-8 text by Unicode Standard Annex 15. Stretches that cannot change are handed on as they are; only what
/// lies between is decomposed, put in canonical order, and composed.
/// </summary>
internal static class NormalizationRun
{
    [ThreadStatic]
    private static List<Part>? _buffer;

    /// <summary>Whether the text is its own form for sure (it holds no character that may change).</summary>
    public static bool IsInert(ReadOnlySpan<byte> text, UnicodeForm form, NormalizationTables tables) =>
        FindChanging(text, 0, form, tables, out _) < 0;

    /// <summary>Normalises the text into the target.</summary>
    public static void Run<TTarget>(ReadOnlySpan<byte> text, UnicodeForm form, NormalizationTables tables, ref TTarget target)
        where TTarget : INormalizationTarget, allows ref struct
    {
        List<Part> parts = _buffer ??= [];
        int done = 0;
        while (done < text.Length)
        {
            int changing = FindChanging(text, done, form, tables, out int last);
            if (changing < 0)
            {
                target.Copy(done, text.Length);
                return;
            }

            // The character before may be composed with what follows, so the stretch begins with it.
            if (last > done)
                target.Copy(done, last);
            int end = changing;
            for (int next = end; next < text.Length; end = next)
            {
                int c = CodePoints.Decode(text, ref next);
                if (!tables.MayChange(c, form))
                    break;
            }

            parts.Clear();
            Decompose(text[last..end], form is UnicodeForm.Nfkc or UnicodeForm.Nfkd, tables, parts);
            if (form is UnicodeForm.Nfc or UnicodeForm.Nfkc)
                Compose(parts, tables);
            foreach (Part part in parts)
                target.Add(part.CodePoint, part.Change);
            done = end;
        }
    }

    // The first character that may change and the begin of the one before it (or its own, where it is the first).
    private static int FindChanging(ReadOnlySpan<byte> text, int start, UnicodeForm form, NormalizationTables tables, out int last)
    {
        last = start;
        for (int i = start; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                // No ASCII character changes in any form.
                int rest = text[i..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                i = rest < 0 ? text.Length : i + rest;
                last = i - 1;
                continue;
            }

            int at = i;
            int c = CodePoints.Decode(text, ref i);
            if (tables.MayChange(c, form))
                return at;
            last = at;
        }

        return -1;
    }

    private static void Decompose(ReadOnlySpan<byte> text, bool compatible, NormalizationTables tables, List<Part> parts)
    {
        Span<int> decomposed = stackalloc int[18];
        int sorted = 0;
        for (int i = 0; i < text.Length;)
        {
            int c = CodePoints.Decode(text, ref i);
            int count = tables.Decompose(c, compatible, decomposed);
            for (int k = 0; k < count; k++)
            {
                byte combining = tables.GetClass(decomposed[k]);
                if (combining == 0)
                {
                    Sort(parts, sorted);
                    sorted = parts.Count + 1;
                }

                parts.Add(new Part(decomposed[k], combining, k == 0 ? 0 : 1));
            }
        }

        Sort(parts, sorted);
    }

    // Stable, by combining class; text may hold thousands of marks in a row, so the long case must not be quadratic.
    private static void Sort(List<Part> parts, int start)
    {
        int count = parts.Count - start;
        if (count < 2)
            return;
        if (count > 32)
        {
            Part[] long_ = parts.GetRange(start, count).ToArray();
            var keys = new long[count];
            for (int i = 0; i < count; i++)
                keys[i] = ((long)long_[i].Class << 32) | (uint)i;
            Array.Sort(keys, long_);
            for (int i = 0; i < count; i++)
                parts[start + i] = long_[i];
            return;
        }

        for (int i = start + 1; i < parts.Count; i++)
        {
            Part part = parts[i];
            int j = i;
            for (; j > start && parts[j - 1].Class > part.Class; j--)
                parts[j] = parts[j - 1];
            parts[j] = part;
        }
    }

    private static void Compose(List<Part> parts, NormalizationTables tables)
    {
        int written = 0, starter = -1, lastClass = -1;
        for (int i = 0; i < parts.Count; i++)
        {
            Part part = parts[i];
            // A mark is blocked by one of the same or a higher class before it; a starter by any mark before it.
            bool blocked = lastClass >= 0 && lastClass >= part.Class;
            if (starter >= 0 && !blocked)
            {
                int composed = tables.Compose(parts[starter].CodePoint, part.CodePoint);
                if (composed >= 0)
                {
                    parts[starter] = new Part(composed, 0, parts[starter].Change + part.Change - 1);
                    continue;
                }
            }

            if (part.Class == 0)
            {
                starter = written;
                lastClass = -1;
            }
            else
            {
                lastClass = part.Class;
            }

            parts[written++] = part;
        }

        parts.RemoveRange(written, parts.Count - written);
    }

    private readonly record struct Part(int CodePoint, byte Class, int Change);
}
