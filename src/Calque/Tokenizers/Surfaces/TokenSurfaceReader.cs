using System;
using System.Globalization;
using System.Text.Unicode;
using Calque.Text;

namespace Calque.Tokenizers.Surfaces;

/// <summary>Works out what a token stands for.</summary>
internal static class TokenSurfaceReader
{
    /// <summary>The surface of an id without a token.</summary>
    public static TokenSurface Hole { get; } = new(TokenSurfaceKind.Hole, "", false, ReadOnlyMemory<byte>.Empty);

    /// <summary>The surface of an added token: it stands for the very text it is.</summary>
    public static TokenSurface ReadAdded(string content, bool special)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content);
        return special ? new TokenSurface(TokenSurfaceKind.Special, content, false, bytes) : Finish(bytes, beginsWord: bytes.Length > 0 && bytes[0] == ' ');
    }

    /// <summary>The surface of a token of the model.</summary>
    public static TokenSurface Read(ReadOnlySpan<byte> token, SurfaceScheme scheme)
    {
        if (scheme.ByteFallback && TryReadByte(token, out byte value))
        {
            // A byte below 128 is a whole character, and the decoder writes it as one.
            string decoded = value < 0x80 ? PythonWhiteSpace.Strip(((char)value).ToString()) : "";
            return new TokenSurface(TokenSurfaceKind.Byte, decoded, false, new byte[] { value });
        }

        bool marked = scheme.WholeWords;
        bool suffixed = false;
        if (scheme.ContinuingPrefixUtf8 is byte[] prefixBytes)
        {
            // The prefix alone is a word of two signs, as WordPiece reads it.
            marked = !(token.StartsWith(prefixBytes) && token.Length > prefixBytes.Length);
            if (!marked)
                token = token[prefixBytes.Length..];
        }

        if (scheme.EndOfWordSuffixUtf8 is byte[] suffixBytes)
        {
            suffixed = token.EndsWith(suffixBytes);
            if (suffixed)
                token = token[..^suffixBytes.Length];
        }

        byte[] bytes = scheme.ByteLevel ? ReadByteLevel(token) : scheme.SpaceMarkUtf8 is byte[] mark ? ReplaceMark(token, mark) : token.ToArray();
        if (suffixed)
            bytes = [.. bytes, (byte)' '];
        return Finish(bytes, marked || suffixed || (bytes.Length > 0 && bytes[0] == ' '));
    }

    private static TokenSurface Finish(byte[] bytes, bool beginsWord)
    {
        if (!Utf8.IsValid(bytes))
            return new TokenSurface(TokenSurfaceKind.PartialUtf8, "", beginsWord, bytes);
        // The space that begins most words goes before a string is made; what else there is to strip, behind it.
        int start = 0, end = bytes.Length;
        while (start < end && bytes[start] == ' ')
            start++;
        while (end > start && bytes[end - 1] == ' ')
            end--;
        string text = PythonWhiteSpace.Strip(System.Text.Encoding.UTF8.GetString(bytes, start, end - start));
        return new TokenSurface(text.Length == 0 ? TokenSurfaceKind.Empty : TokenSurfaceKind.Text, text, beginsWord, bytes);
    }

    private static bool TryReadByte(ReadOnlySpan<byte> token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x"u8) && token[5] == '>' &&
            byte.TryParse(token.Slice(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The bytes that the characters write; a token with a foreign character stands for its own UTF-8, as in the decoder.</summary>
    private static byte[] ReadByteLevel(ReadOnlySpan<byte> token)
    {
        Span<byte> room = stackalloc byte[256];
        Span<byte> bytes = token.Length <= room.Length ? room : new byte[token.Length];
        int count = 0;
        for (int i = 0; i < token.Length; count++)
        {
            int character = token[i];
            int length = 1;
            if (character >= 0x80)
            {
                // Characters that stand for bytes have at most two.
                if (character >= 0xE0)
                    return token.ToArray();
                character = ((character & 0x1F) << 6) | (token[i + 1] & 0x3F);
                length = 2;
            }

            if (!ByteAlphabet.TryGetByte(character, out bytes[count]))
                return token.ToArray();
            i += length;
        }

        return bytes[..count].ToArray();
    }

    private static byte[] ReplaceMark(ReadOnlySpan<byte> token, byte[] markBytes)
    {
        byte[] bytes = new byte[token.Length];
        int count = 0;
        for (int i = 0; i < token.Length;)
        {
            if (markBytes.Length > 0 && token[i..].StartsWith(markBytes))
            {
                bytes[count++] = (byte)' ';
                i += markBytes.Length;
            }
            else
            {
                bytes[count++] = token[i++];
            }
        }

        return bytes[..count];
    }
}
