using System.Text;
using Calque.Tests.Support;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Texts of many kinds, drawn: prose, soup of Unicode, added tokens, long words, bytes that are no UTF-8.</summary>
internal sealed class DrawnText(ulong seed)
{
    /// <summary>Words that drawn tokenizers are trained on, too.</summary>
    public static readonly string[] Words =
    [
        "the", "of", "and", "water", "Transfer", "TRANSFORMER", "unbelievably", "don't", "we'll", "I've", "they're", "'s", "rock'n'roll", "e-mail", "state-of-the-art",
        "habari", "ninakupenda", "watu", "été", "naïve", "Ångström", "Ünïcödé", "straße", "İstanbul", "ſtop", "e\u0301a\u0300", "日本語", "漢字かな", "한국어", "привет", "שלום",
        "مرحبا", "हिन्दी", "ไทย", "😀", "👩‍👩‍👧", "ﬁne", "½", "Ⅷ", "２", "x²", "1", "12", "1234567", "3.14", "(a)", "“quoted”", "it’s", "a\u0001b", "wa\u200Bter\uFFFD", "\uFFFD\uFFFD", "—", "…", "!!!", "?!", "...", "#$%",
        "a_b", "<s>", "</s>", "<mask>", "[MASK]", "[SEP]", "[UNK]", "<|im_start|>", "<tool>", "hello", "ing", "\u2260", "\u037E", "\u00AD", "\u200B", "\u200D", "\uFEFF", "\uFFFD",
    ];

    private static readonly string[] Spaces =
        [" ", " ", " ", " ", " ", " ", " ", "  ", "   ", "\n", "\r\n", "\n\n", "\t", " \n ", "\u00A0", "\u3000", "\u2028", "\u0085", "\v", "\f", "\u0000", "\u0001", ""];

    private readonly TinyGenerator _random = new(seed);

    /// <summary>The next text.</summary>
    public byte[] Next()
    {
        switch (_random.Next(8))
        {
            case 0:
                return NextBytes(_random.Next(200));
            case 1:
                return Encoding.UTF8.GetBytes(NextSoup(_random.Next(120)));
            case 2:
                return Encoding.UTF8.GetBytes(NextLongWord(1 + _random.Next(700)));
            case 3:
                byte[] broken = Encoding.UTF8.GetBytes(NextProse(1 + _random.Next(30)));
                for (int i = _random.Next(3); i >= 0 && broken.Length > 0; i--)
                    broken[_random.Next(broken.Length)] = (byte)_random.Next(256);
                return broken;
            default:
                return Encoding.UTF8.GetBytes(NextProse(_random.Next(60)));
        }
    }

    private string NextProse(int words)
    {
        var text = new StringBuilder();
        bool plain = _random.Next(3) == 0;
        for (int i = 0; i < words; i++)
        {
            text.Append(Words[plain ? _random.Next(18) : _random.Next(Words.Length)]);
            text.Append(plain ? " " : Spaces[_random.Next(Spaces.Length)]);
            if (_random.Next(12) == 0)
                text.Append((char)(0x20 + _random.Next(0x60)));
        }

        return text.ToString();
    }

    private string NextSoup(int characters)
    {
        int[] starts = [0x20, 0x20, 0xA0, 0x100, 0x300, 0x370, 0x5D0, 0x900, 0x1100, 0x2000, 0x2190, 0x3000, 0x4E00, 0xAC00, 0xF900, 0xFF00, 0x1F600, 0x20000, 0xE0000];
        var text = new StringBuilder();
        for (int i = 0; i < characters; i++)
        {
            if (Rune.TryCreate(starts[_random.Next(starts.Length)] + _random.Next(0x60), out Rune rune))
                text.Append(rune.ToString());
        }

        return text.ToString();
    }

    private string NextLongWord(int length)
    {
        string[] alphabets = ["a", "ab", "the", "abcdefghijklmnopqrstuvwxyz", "日", "é", "!", "0123456789", " "];
        string alphabet = alphabets[_random.Next(alphabets.Length)];
        var text = new StringBuilder();
        for (int i = 0; i < length; i++)
            text.Append(alphabet[_random.Next(alphabet.Length)]);
        return text.ToString();
    }

    private byte[] NextBytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)_random.Next(256);
        return bytes;
    }
}
