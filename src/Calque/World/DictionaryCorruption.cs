using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>Puts a known number of errors into a dictionary, and says where.</summary>
public static class DictionaryCorruption
{
    /// <summary>Spoils lines. Order and number of the lines stay; a share gives the nearest whole number of lines.</summary>
    /// <param name="lines">The lines as they should be.</param>
    /// <param name="errors">How many are spoilt, and how.</param>
    /// <param name="isTranslation">Tells a translation from none: no shuffled or misspelt line is right by chance.</param>
    /// <exception cref="InvalidOptionException">The shares are out of range.</exception>
    public static IReadOnlyList<CorruptedLine> Apply(
        IReadOnlyList<GoldEntry> lines, DictionaryErrors errors, Func<string, string, bool> isTranslation)
    {
        errors.Validate();
        int[] order = [.. Enumerable.Range(0, lines.Count)];
        new KeyedRandom(errors.Seed, "world/corruption", 0).Shuffle(order.AsSpan());
        int reversed = Count(errors.Reversed, lines.Count);
        int shuffled = Math.Min(Count(errors.Shuffled, lines.Count), lines.Count - reversed);
        int misspelt = Math.Min(Count(errors.Misspelt, lines.Count), lines.Count - reversed - shuffled);

        CorruptedLine[] result = [.. lines.Select(line => new CorruptedLine(line, line, DictionaryFault.None))];
        foreach (int line in order.AsSpan(0, reversed))
        {
            GoldEntry gold = lines[line];
            result[line] = new CorruptedLine(new GoldEntry(gold.Target, gold.Source), gold, DictionaryFault.Reversed);
        }

        Shuffle(lines, order.AsSpan(reversed, shuffled), errors.Seed, isTranslation, result);
        foreach (int line in order.AsSpan(reversed + shuffled, misspelt))
            result[line] = Misspell(lines[line], new KeyedRandom(errors.Seed, "world/misspelling", (ulong)line), isTranslation);
        return result;
    }

    private static int Count(double share, int lines) => (int)Math.Round(share * lines, MidpointRounding.AwayFromZero);

    // A ring through lines of different meaning would be a search of its own. Each line takes the target word of a drawn line
    // instead, and is left alone only where no drawn line of a hundred means something else (a dictionary of synonyms).
    private static void Shuffle(
        IReadOnlyList<GoldEntry> lines, ReadOnlySpan<int> chosen, ulong seed, Func<string, string, bool> isTranslation, CorruptedLine[] result)
    {
        foreach (int line in chosen)
        {
            KeyedRandom random = new(seed, "world/shuffled-line", (ulong)line);
            for (int attempt = 0; attempt < 100; attempt++)
            {
                GoldEntry entry = lines[line] with { Target = lines[random.NextInt(lines.Count)].Target };
                if (!isTranslation(entry.Source, entry.Target))
                {
                    result[line] = new CorruptedLine(entry, lines[line], DictionaryFault.Shuffled);
                    break;
                }
            }
        }
    }

    private static CorruptedLine Misspell(GoldEntry gold, KeyedRandom random, Func<string, string, bool> isTranslation)
    {
        while (true)
        {
            GoldEntry entry = random.NextInt(2) == 0
                ? gold with { Source = Slip(gold.Source, random) }
                : gold with { Target = Slip(gold.Target, random) };
            if (entry != gold && !isTranslation(entry.Source, entry.Target))
                return new CorruptedLine(entry, gold, DictionaryFault.Misspelt);
        }
    }

    // One of the four slips of Damerau 1964: a letter too many, too few, another one, or two exchanged.
    private static string Slip(string word, KeyedRandom random)
    {
        int at = random.NextInt(word.Length);
        char letter = (char)('a' + random.NextInt(26));
        return random.NextInt(4) switch
        {
            0 => word.Insert(at, letter.ToString()),
            1 => word.Length > 1 ? word.Remove(at, 1) : word,
            2 => word.Remove(at, 1).Insert(at, letter.ToString()),
            _ => at + 1 < word.Length ? word[..at] + word[at + 1] + word[at] + word[(at + 2)..] : word,
        };
    }
}
