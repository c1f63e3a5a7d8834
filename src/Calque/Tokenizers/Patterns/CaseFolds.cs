using System;
using System.Collections.Generic;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Which characters are the same without regard to case, for <c>(?i)</c> of Oniguruma.</summary>
internal static class CaseFolds
{
    private const int DotlessI = 0x131; // has the upper case I but folds to itself
    private static readonly Dictionary<int, List<int>> Groups = [];
    private static readonly HashSet<int> LongFolds = [];
    private static readonly HashSet<string> LongSequences = new(StringComparer.Ordinal);

    static CaseFolds()
    {
        Dictionary<int, int[]> lower = UnicodeTables.ReadMap("lower"), upper = UnicodeTables.ReadMap("upper");
        foreach (Dictionary<int, int[]> map in new[] { lower, upper })
        {
            foreach ((int c, int[] targets) in map)
            {
                if (targets.Length == 1 && c != DotlessI)
                    Join(c, targets[0]);
            }
        }

        foreach ((int c, int[] targets) in upper)
        {
            if (targets.Length > 1)
                AddLong(c, targets, lower);
        }

        foreach ((int c, int[] targets) in lower)
        {
            if (targets.Length > 1)
                AddLong(c, targets, lower);
        }

        foreach (int c in new List<int>(LongFolds))
            LongFolds.UnionWith(Of(c));
    }

    /// <summary>The character and all that are the same.</summary>
    public static IReadOnlyList<int> Of(int codePoint) => Groups.TryGetValue(codePoint, out List<int>? group) ? group : [codePoint];

    /// <summary>Puts in all characters that are the same as a member.</summary>
    public static void Close(CodePointSet set)
    {
        var added = new List<int>();
        foreach ((int c, List<int> group) in Groups)
        {
            if (set.Contains(c))
                added.AddRange(group);
        }

        foreach (int c in added)
            set.Add(c);
    }

    /// <summary>Whether the character is the same as several others in a row, as ß is as ss.</summary>
    public static bool HasLongFold(int codePoint) => LongFolds.Contains(codePoint);

    /// <summary>Whether the set has a member that is the same as several characters in a row.</summary>
    public static bool HasLongFold(CodePointSet set)
    {
        foreach (int c in LongFolds)
        {
            if (set.Contains(c))
                return true;
        }

        return false;
    }

    /// <summary>Whether two characters in a row are the same as one, or begin what is.</summary>
    public static bool IsLongFold(int first, int second)
    {
        foreach (int a in Of(first))
        {
            foreach (int b in Of(second))
            {
                if (LongSequences.Contains($"{a} {b}"))
                    return true;
            }
        }

        return false;
    }

    private static void AddLong(int c, int[] targets, Dictionary<int, int[]> lower)
    {
        LongFolds.Add(c);
        LongSequences.Add($"{LowerOf(targets[0])} {LowerOf(targets[1])}");

        int LowerOf(int target) => lower.TryGetValue(target, out int[]? found) ? found[0] : target;
    }

    private static void Join(int a, int b)
    {
        if (!Groups.TryGetValue(a, out List<int>? first))
            Groups.Add(a, first = [a]);
        if (!Groups.TryGetValue(b, out List<int>? second))
            Groups.Add(b, second = [b]);
        if (ReferenceEquals(first, second))
            return;
        foreach (int c in second)
        {
            first.Add(c);
            Groups[c] = first;
        }
    }
}
