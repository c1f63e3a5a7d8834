using System.Globalization;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Classes of characters as the parts of the Rust library <c>tokenizers</c> know them, each by the Unicode version it has there.</summary>
internal static class TokenizerClasses
{
    private static readonly CodePointSet Punctuation = UnicodeTables.ReadSet("set:punctuation");
    private static readonly CodePointSet Digits = UnicodeTables.ReadSet("set:digits");
    private static readonly CodePointSet Words = MakeWords();

    /// <summary>Punctuation of BertPreTokenizer and Punctuation: the ASCII marks, and category P of Unicode 8.</summary>
    public static bool IsPunctuation(int codePoint) => Punctuation.Contains(codePoint);

    /// <summary>Numbers of the pre-tokenizer Digits: category N of Unicode 17 (Rust's <c>char::is_numeric</c>).</summary>
    public static bool IsDigit(int codePoint) => Digits.Contains(codePoint);

    /// <summary>
    /// <c>\w</c> of Rust's regex crate (Whitespace, and whole words of added tokens): Alphabetic, M, Nd, Pc, Join_Control.
    /// </summary>
    public static bool IsWord(int codePoint) => Words.Contains(codePoint);

    /// <summary><c>\w</c> of Oniguruma: Alphabetic, M, Nd, Pc, and, a relic of Latin-1, ² ³ ¹ ¼ ½ ¾. A new set.</summary>
    public static CodePointSet OnigurumaWords()
    {
        CodePointSet words = UnicodeTables.ReadSet("property:Alphabetic");
        words.UnionWith(CodePoints.SetOf(
            CodePoints.MarkMask | 1u << (int)UnicodeCategory.DecimalDigitNumber | 1u << (int)UnicodeCategory.ConnectorPunctuation));
        foreach (char c in "²³¹¼½¾")
            words.Add(c);
        return words;
    }

    private static CodePointSet MakeWords()
    {
        CodePointSet words = OnigurumaWords();
        var latin = new CodePointSet();
        foreach (char c in "²³¹¼½¾")
            latin.Add(c);
        words.ExceptWith(latin);
        words.UnionWith(UnicodeTables.ReadSet("property:Join_Control"));
        return words;
    }
}
