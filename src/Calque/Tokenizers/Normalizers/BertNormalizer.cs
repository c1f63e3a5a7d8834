using System;
using Calque.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>BertNormalizer</c>: BERT's cleaning, spaces round Chinese characters, accents off, lower case, in this order.</summary>
/// <param name="cleanText">Whether control and format characters go and white space becomes a space.</param>
/// <param name="handleChineseChars">Whether each Chinese character gets a space on both sides.</param>
/// <param name="stripAccents">Whether letters are taken apart (NFD) and non-spacing marks dropped; null: as <paramref name="lowercase"/>.</param>
/// <param name="lowercase">Whether letters become lower case.</param>
public sealed class BertNormalizer(bool cleanText, bool handleChineseChars, bool? stripAccents, bool lowercase) : Normalizer
{
    // The categories Cc, Cf and Co of the Unicode version that the Rust library knows here, and U+FFFD.
    private static readonly CodePointSet Removed = UnicodeTables.ReadSet("set:bert_removed");
    private static readonly CodePointSet Accents = UnicodeTables.ReadSet("set:bert_accents");

    /// <summary>Whether control and format characters go and white space becomes a space.</summary>
    internal bool CleansText { get; } = cleanText;

    /// <summary>Whether each Chinese character gets a space on both sides.</summary>
    internal bool SetsChineseApart { get; } = handleChineseChars;

    /// <summary>Whether letters are taken apart and non-spacing marks dropped.</summary>
    internal bool StripsAccents { get; } = stripAccents ?? lowercase;

    /// <summary>Whether letters become lower case.</summary>
    internal bool Lowers { get; } = lowercase;

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (CleansText)
            TextEdits.Map(text, Clean);
        if (SetsChineseApart)
            SetChineseApart(text);
        if (StripsAccents)
        {
            TextEdits.Normalize(text, UnicodeForm.Nfd);
            TextEdits.Map(text, static c => c >= 0x80 && IsAccent(c) ? -1 : c);
        }

        if (Lowers)
            TextEdits.Lowercase(text);
    }

    /// <summary>Whether the code point is Chinese by the ranges of the first BERT, 2B920 (for 2B820) included.</summary>
    internal static bool IsChinese(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Whether the code point is dropped with the accents.</summary>
    internal static bool IsAccent(int c) => Accents.Contains(c);

    /// <summary>What cleaning makes of a code point; -1 where it goes.</summary>
    internal static int Clean(int c)
    {
        if (c is >= 0x21 and < 0x7F)
            return c;
        if (Removed.Contains(c))
            return -1;
        return CodePoints.IsWhiteSpace(c) ? ' ' : c;
    }

    private static void SetChineseApart(NormalizedText text)
    {
        ReadOnlySpan<byte> bytes = text.Bytes;
        TextChange? change = null;
        int kept = 0;
        for (int i = 0; i < bytes.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(bytes, ref i);
            if (codePoint < 0x3400 || !IsChinese(codePoint))
                continue;
            change ??= new TextChange(text, bytes.Length * 2);
            change.Copy(kept, at);
            change.Add(' ', 0);
            change.Add(codePoint, 1);
            change.Add(' ', 1);
            kept = i;
        }

        if (change is null)
            return;
        change.Copy(kept, bytes.Length);
        change.Apply();
    }
}
