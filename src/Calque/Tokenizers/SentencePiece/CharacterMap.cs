using System;
using System.Buffers.Binary;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>
/// The compiled normalisation of a SentencePiece model: the size of a double-array trie (u32), the trie (darts-clone units), then
/// replacements that end with NUL. Every access is checked, since the file is not to be trusted.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    /// <exception cref="InvalidTokenizerException">The sizes do not fit.</exception>
    public CharacterMap(ReadOnlySpan<byte> blob, string place)
    {
        uint size = blob.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(blob) : uint.MaxValue;
        if (size > (uint)Math.Max(0, blob.Length - 4) || size % 4 != 0 || size == 0)
        {
            throw new InvalidTokenizerException(place, $"a character map of {blob.Length} bytes whose trie would have {size}",
                "a trie inside the map", "The file is damaged; fetch it again.");
        }

        _units = new uint[size / 4];
        for (int i = 0; i < _units.Length; i++)
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + (4 * i))..]);
        _replacements = blob[(4 + (int)size)..].ToArray();
    }

    /// <summary>The longest prefix of the text that has a replacement.</summary>
    /// <returns>Its length in bytes; 0 for none.</returns>
    public int MatchLongest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        int length = 0;
        uint position = Offset(_units[0]);
        for (int i = 0; i < text.Length; i++)
        {
            position ^= text[i];
            if (position >= _units.Length)
                break;
            uint unit = _units[position];
            if ((unit & 0x800000FF) != text[i])
                break;
            position ^= Offset(unit);
            if ((unit & 0x100) == 0)
                continue;
            if (position >= _units.Length)
                break;
            uint start = _units[position] & 0x7FFFFFFF;
            if (start > _replacements.Length)
                break;
            ReadOnlySpan<byte> rest = _replacements.AsSpan((int)start);
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> found = end < 0 ? rest : rest[..end];
            if (!System.Text.Unicode.Utf8.IsValid(found))
                continue;
            length = i + 1;
            replacement = found;
        }

        return length;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
