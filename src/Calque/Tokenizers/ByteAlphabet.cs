using System;

namespace Calque.Tokenizers;

/// <summary>
/// The printable characters by which byte-level tokenizers write bytes (GPT-2): 33-126, 161-172 and 174-255 stand for
/// themselves, the other 68 are U+0100 and up, in order.
/// </summary>
public static class ByteAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The character that stands for a byte.</summary>
    public static char GetCharacter(byte value) => Characters[value];

    /// <summary>Whether the character stands for a byte, and for which.</summary>
    public static bool TryGetByte(int character, out byte value)
    {
        short found = (uint)character < (uint)Bytes.Length ? Bytes[character] : (short)-1;
        value = (byte)Math.Max(found, (short)0);
        return found >= 0;
    }

    /// <summary>Writes bytes as the UTF-8 of their characters; returns how many bytes that took, at most twice as many.</summary>
    internal static int Write(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        int length = 0;
        foreach (byte value in bytes)
        {
            char character = Characters[value];
            if (character < 0x80)
            {
                destination[length++] = (byte)character;
                continue;
            }

            destination[length++] = (byte)(0xC0 | (character >> 6));
            destination[length++] = (byte)(0x80 | (character & 0x3F));
        }

        return length;
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            characters[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : (char)next++;
        return characters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[256 + 68];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = -1;
        for (int value = 0; value < 256; value++)
            bytes[Characters[value]] = (short)value;
        return bytes;
    }
}
