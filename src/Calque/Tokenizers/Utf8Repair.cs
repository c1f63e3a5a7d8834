using System;
using System.Buffers;
using System.Text;

namespace Calque.Tokenizers;

/// <summary>Makes valid UTF-8 of any bytes.</summary>
internal static class Utf8Repair
{
    /// <summary>
    /// The text with U+FFFD for each longest piece of a broken character, as the framework's decoder puts it, without the way through a string.
    /// </summary>
    public static ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text)
    {
        // Each byte becomes three at most; random bytes become a little over twice as many.
        byte[] result = new byte[Math.Max(16, Math.Min((long)text.Length * 9 / 4, Array.MaxLength))];
        int length = 0;
        for (int i = 0; i < text.Length;)
        {
            if (length > result.Length - 4)
                Array.Resize(ref result, (int)Math.Min(Math.Max(result.Length * 3L / 2, result.Length + 16L), Array.MaxLength));
            byte lead = text[i];
            if (lead < 0x80)
            {
                result[length++] = lead;
                i++;
                continue;
            }

            int consumed = 1; // no character begins with these:
            if (lead is < 0xC2 or > 0xF4 || Rune.DecodeFromUtf8(text[i..], out _, out consumed) != OperationStatus.Done)
            {
                result[length++] = 0xEF;
                result[length++] = 0xBF;
                result[length++] = 0xBD;
            }
            else
            {
                for (int k = 0; k < consumed; k++)
                    result[length++] = text[i + k];
            }

            i += consumed;
        }

        return result.AsSpan(0, length);
    }
}
