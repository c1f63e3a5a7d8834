using System.Text;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Texts that try an encoder: words, marks, runs of spaces, characters that normalization changes or drops, any bytes at all.</summary>
internal sealed class DrawnTexts(uint seed)
{
    private static readonly string[] Words =
    [
        "the", "of", "and", "Language", "model", "models,", "translation.", "unbelievably", "Kiswahili", "watoto", "wanaotutembelea", "\"quoted\"", "it's",
        "1,024", "3.14159", "e-mail", "(see", "below)", "antidisestablishmentarianism", "supercalifragilisticexpialidocious!", "x", "I", "...", "--",
    ];

    private static readonly string[] Signs =
    [
        "▁", "▁▁", "▁a", " ", "  ", "     ", "\n", "\r\n", "\r\n \t", "\t", "\u00a0", "\u3000", "\u200b", "\u0301", "\u200d", "\u0600", "é", "e\u0301", "ﬁ", "ﬁ\u0301", "①",
        "ｶﾞ", "한국", "ᄀ", "👩‍👩‍👧", "🇩🇪", "<s>", "</s>", "<unk>", "<pad>", "<mask>", "<extra_id_0>", "<0x0A>", "\u0001", "\u007f", "\ufeff", "aaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "中文字", "русскийязыкдлинноеслово",
        "\0", "½", "²", "\u2028", "\u0085", "\u1680", "ﷺ", "…", "‘’", " \u0308", "\u0e33", "กำ", "ﾊﾟ", "𝒳", "𠮷",
    ];

    private uint _seed = seed;

    /// <summary>The next text; at times bytes that are not UTF-8.</summary>
    public byte[] Next()
    {
        int kind = Draw(6);
        if (kind == 0)
        {
            byte[] bytes = new byte[Draw(160)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)Draw(256);
            return bytes;
        }

        var text = new StringBuilder();
        for (int parts = Draw(kind == 1 ? 200 : 24); parts > 0; parts--)
        {
            int choice = kind == 2 ? 9 : Draw(10);
            if (choice < 5)
                text.Append(Words[Draw(Words.Length)]);
            else if (choice < 8)
                text.Append(Signs[Draw(Signs.Length)]);
            else if (choice == 8)
                text.Append(DrawCharacter());
            else
                text.Append(kind == 2 ? Words[Draw(Words.Length)] : "").Append(' ');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A number from 0 to below a bound.</summary>
    public int Draw(int bound)
    {
        _seed = (_seed * 1664525) + 1013904223;
        return (int)((_seed >> 8) % (uint)bound);
    }

    private string DrawCharacter()
    {
        int character;
        do
            character = Draw(Draw(3) == 0 ? 0x11000 : 0x3000);
        while (character is >= 0xD800 and < 0xE000);
        return char.ConvertFromUtf32(character);
    }
}
