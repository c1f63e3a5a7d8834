using System;
using System.Buffers;
using System.Text;

namespace Calque.Text;

/// <summary>
/// Normalisation of Unicode 15.0 (Unicode Standard Annex 15) from tables of our own: the same on every system, with or
/// without ICU. Lone surrogates in strings become U+FFFD.
/// </summary>
public static class UnicodeNormalization
{
    /// <summary>The string in form C.</summary>
    public static string Nfc(string text) => Normalize(text, UnicodeForm.Nfc);

    /// <summary>The string in form D.</summary>
    public static string Nfd(string text) => Normalize(text, UnicodeForm.Nfd);

    /// <summary>The string in form KC.</summary>
    public static string Nfkc(string text) => Normalize(text, UnicodeForm.Nfkc);

    /// <summary>The string in form KD.</summary>
    public static string Nfkd(string text) => Normalize(text, UnicodeForm.Nfkd);

    /// <summary>The string in a form.</summary>
    public static string Normalize(string text, UnicodeForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text;
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return NormalizationRun.IsInert(utf8, form, NormalizationTables.Unicode15)
            ? Encoding.UTF8.GetString(utf8)
            : Encoding.UTF8.GetString(Normalize(utf8, form));
    }

    /// <summary>UTF-8 text in a form, as UTF-8; always a new array. The text must be valid.</summary>
    public static byte[] Normalize(ReadOnlySpan<byte> utf8, UnicodeForm form)
    {
        var target = new ByteTarget { Source = utf8, Written = new ArrayBufferWriter<byte>(utf8.Length + 16) };
        NormalizationRun.Run(utf8, form, NormalizationTables.Unicode15, ref target);
        return target.Written.WrittenSpan.ToArray();
    }

    private ref struct ByteTarget : INormalizationTarget
    {
        public ReadOnlySpan<byte> Source;
        public ArrayBufferWriter<byte> Written;

        public readonly void Copy(int start, int end) => Written.Write(Source[start..end]);

        public readonly void Add(int codePoint, int change) =>
            Written.Advance(new Rune(codePoint).EncodeToUtf8(Written.GetSpan(4)));
    }
}
