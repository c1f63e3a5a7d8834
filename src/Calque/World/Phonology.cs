using System.Collections.Generic;
using System.Text;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>The sounds of a language and how its stems are put together: syllables of onset, vowel and perhaps a coda.</summary>
/// <param name="Onsets">What a syllable can begin with.</param>
/// <param name="Vowels">What stands in its middle.</param>
/// <param name="Codas">What it can end with; the empty string for an open syllable.</param>
/// <param name="LongStemShare">Share of the stems with three syllables; the others have two.</param>
public sealed record Phonology(
    IReadOnlyList<string> Onsets, IReadOnlyList<string> Vowels, IReadOnlyList<string> Codas, double LongStemShare)
{
    /// <summary>Sounds of A: plain letters, mostly open syllables.</summary>
    public static Phonology A { get; } = new(
        ["p", "t", "k", "b", "d", "g", "m", "n", "s", "l", "r", "v", "z"], ["a", "e", "i", "o", "u"], ["", "", "n", "s"], 0.25);

    /// <summary>Sounds of B: letters of two bytes among them, so that byte-level tokens can end within a letter.</summary>
    public static Phonology B { get; } = new(
        ["h", "j", "f", "k", "t", "m", "l", "r", "š", "ž", "d", "b", "g"], ["a", "e", "i", "o", "u", "ö", "y"], ["", "", "r", "k"], 0.25);

    /// <summary>Sounds of C's own stems, near to B's after the changes of <see cref="SoundChanges"/>.</summary>
    public static Phonology C { get; } = new(
        ["h", "j", "v", "k", "t", "m", "l", "r", "š", "ž", "d", "p", "g"], ["a", "e", "i", "o", "u", "ø"], ["", "", "r", "g"], 0.25);

    /// <summary>Draws one stem.</summary>
    public string DrawStem(KeyedRandom random)
    {
        StringBuilder stem = new();
        int syllables = random.NextUniform() < LongStemShare ? 3 : 2;
        for (int i = 0; i < syllables; i++)
        {
            stem.Append(Onsets[random.NextInt(Onsets.Count)]);
            stem.Append(Vowels[random.NextInt(Vowels.Count)]);
            stem.Append(Codas[random.NextInt(Codas.Count)]);
        }

        return stem.ToString();
    }
}
