using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Calque.World;

/// <summary>
/// The letters in which byte-level BPE spells bytes (Radford et al. 2019): printable Latin-1 characters stand for
/// themselves, the other bytes for the code points from 256 on.
/// </summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] LetterOfByte = CreateLetters();

    /// <summary>The 256 letters.</summary>
    public static IReadOnlyList<string> Letters { get; } = [.. LetterOfByte.Select(letter => letter.ToString())];

    /// <summary>A text in byte letters.</summary>
    public static string Spell(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => LetterOfByte[b]));

    private static char[] CreateLetters()
    {
        char[] letters = new char[256];
        int next = 256;
        for (int b = 0; b < 256; b++)
            letters[b] = b is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255) ? (char)b : (char)next++;
        return letters;
    }
}
