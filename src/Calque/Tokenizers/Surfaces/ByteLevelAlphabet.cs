using System;

namespace Calque.Tokenizers.Surfaces;

/// <summary>
/// The printable characters that byte-level BPE writes bytes as (GPT-2): 33-126, 161-172 and 174-255 are themselves, the other 68
/// are U+0100 onwards in order.
/// </summary>
internal static class ByteLevelAlphabet
{
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The byte of a character, or -1.</summary>
    public static int ByteOf(int codePoint) => (uint)codePoint < (uint)Bytes.Length ? Bytes[codePoint] : -1;

    private static short[] MakeBytes()
    {
        short[] bytes = new short[256 + 68];
        Array.Fill(bytes, (short)-1);
        int next = 256;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
            bytes[printable ? value : next++] = (short)value;
        }

        return bytes;
    }
}
