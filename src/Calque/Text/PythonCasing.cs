using System;
using System.Collections.Generic;
using System.Text;

namespace Calque.Text;

/// <summary>
/// Casing as Python's <c>str.lower</c>, <c>str.upper</c> and <c>str.title</c> do it, with the data of Unicode 15: full mappings
/// (ß becomes SS, İ becomes i and a dot above), the final sigma in lower case, no rules of single languages. Lone
/// surrogates stay as they are.
/// </summary>
public static class PythonCasing
{
    private const int CapitalSigma = 0x3A3, SmallSigma = 0x3C3, FinalSigma = 0x3C2;
    private static readonly Dictionary<int, int[]> LowerMap = UnicodeTables.ReadMap("lower");
    private static readonly Dictionary<int, int[]> UpperMap = UnicodeTables.ReadMap("upper");
    private static readonly Dictionary<int, int[]> TitleMap = UnicodeTables.ReadMap("title");
    private static readonly CodePointSet Cased = UnicodeTables.ReadSet("property:Cased");
    private static readonly CodePointSet CaseIgnorable = UnicodeTables.ReadSet("property:Case_Ignorable");

    /// <summary>The text in lower case.</summary>
    public static string Lower(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] source = CodePointsOf(text);
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < source.Length; i++)
            AppendLower(result, source, i);
        return result.ToString();
    }

    /// <summary>The text in upper case.</summary>
    public static string Upper(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length);
        foreach (int c in CodePointsOf(text))
            Append(result, c, UpperMap);
        return result.ToString();
    }

    /// <summary>The text with a title-case letter after each character that has no case, and lower case for the rest.</summary>
    public static string Title(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] source = CodePointsOf(text);
        var result = new StringBuilder(text.Length);
        bool previousIsCased = false;
        for (int i = 0; i < source.Length; i++)
        {
            if (previousIsCased)
                AppendLower(result, source, i);
            else
                Append(result, source[i], TitleMap);
            previousIsCased = Cased.Contains(source[i]);
        }

        return result.ToString();
    }

    /// <summary>The lower case of one code point, without regard to its neighbours; null where it is its own.</summary>
    internal static int[]? LowerOf(int codePoint) => LowerMap.GetValueOrDefault(codePoint);

    private static void AppendLower(StringBuilder result, int[] source, int index)
    {
        if (source[index] == CapitalSigma)
            AppendCodePoint(result, IsFinal(source, index) ? FinalSigma : SmallSigma);
        else
            Append(result, source[index], LowerMap);
    }

    // SpecialCasing.txt, Final_Sigma: a cased letter before, none after, with case-ignorable characters between.
    private static bool IsFinal(int[] source, int index)
    {
        int before = index - 1;
        while (before >= 0 && CaseIgnorable.Contains(source[before]))
            before--;
        if (before < 0 || !Cased.Contains(source[before]))
            return false;
        int after = index + 1;
        while (after < source.Length && CaseIgnorable.Contains(source[after]))
            after++;
        return after == source.Length || !Cased.Contains(source[after]);
    }

    private static void Append(StringBuilder result, int codePoint, Dictionary<int, int[]> map)
    {
        if (!map.TryGetValue(codePoint, out int[]? targets))
        {
            AppendCodePoint(result, codePoint);
            return;
        }

        foreach (int target in targets)
            AppendCodePoint(result, target);
    }

    private static void AppendCodePoint(StringBuilder result, int codePoint)
    {
        if (codePoint < 0x10000)
            result.Append((char)codePoint);
        else
            result.Append(char.ConvertFromUtf32(codePoint));
    }

    private static int[] CodePointsOf(string text)
    {
        var list = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                list.Add(char.ConvertToUtf32(text[i], text[++i]));
            else
                list.Add(text[i]);
        }

        return [.. list];
    }
}
