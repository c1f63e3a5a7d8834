using System.Globalization;
using System.Text;

namespace Calque.Tokenizers;

/// <summary>
/// The word characters of the Rust crate <c>regex</c> (<c>\w</c>, UTS 18): alphabetic, marks, decimal digits, connectors, joiners.
/// Those that are alphabetic without being letters, marks or letter numbers are the circled and squared Latin letters.
/// </summary>
internal static class WordCharacters
{
    /// <summary>Whether the character is one.</summary>
    public static bool Contains(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter:
            case UnicodeCategory.LowercaseLetter:
            case UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.ModifierLetter:
            case UnicodeCategory.OtherLetter:
            case UnicodeCategory.NonSpacingMark:
            case UnicodeCategory.SpacingCombiningMark:
            case UnicodeCategory.EnclosingMark:
            case UnicodeCategory.DecimalDigitNumber:
            case UnicodeCategory.LetterNumber:
            case UnicodeCategory.ConnectorPunctuation:
                return true;
            default:
                return rune.Value is 0x200C or 0x200D
                    or (>= 0x24B6 and <= 0x24E9)
                    or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
        }
    }
}
