using System;
using System.Buffers.Binary;
using Calque.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary>
/// <c>Precompiled</c>: the rewriting rules that SentencePiece compiles into its models, a double array over bytes (darts-clone)
/// whose values point to replacements. Applied as the Rust library does: to a whole grapheme cluster under 6 bytes by the
/// shortest key that begins it, else to single characters.
/// </summary>
public sealed class PrecompiledNormalizer : Normalizer
{
    /// <summary>Clusters of so many bytes and more are rewritten a character at a time.</summary>
    internal const int LongestCluster = 6;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private PrecompiledNormalizer(uint[] units, byte[] replacements)
    {
        _units = units;
        _replacements = replacements;
    }

    /// <summary>Reads the rules from their bytes: length of the trie in bytes (u32, little endian), trie, NUL-terminated replacements.</summary>
    /// <param name="charsmap">The bytes, as in a SentencePiece model or, in base64, in <c>precompiled_charsmap</c>.</param>
    /// <param name="place">Where they stand, for errors.</param>
    /// <exception cref="InvalidTokenizerException">The lengths do not fit or the replacements are no UTF-8.</exception>
    public static PrecompiledNormalizer Parse(ReadOnlySpan<byte> charsmap, string place)
    {
        if (charsmap.Length < 4)
            ComponentJson.Throw(place, $"{charsmap.Length} bytes", "at least 4 bytes with the length of the trie");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(charsmap);
        if (length > charsmap.Length - 4)
            ComponentJson.Throw(place, $"a trie of {length} bytes in {charsmap.Length - 4}", "a trie inside the data");
        var units = new uint[length / 4];
        for (int i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(charsmap.Slice(4 + (4 * i), 4));
        ReadOnlySpan<byte> replacements = charsmap[(4 + (4 * units.Length))..];
        if (!System.Text.Unicode.Utf8.IsValid(replacements))
            ComponentJson.Throw(place, "replacements that are not UTF-8", "UTF-8 text");
        return new PrecompiledNormalizer(units, replacements.ToArray());
    }

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<byte> bytes = text.Bytes;
        var rewriting = new Rewriting(text);
        for (int i = 0; i < bytes.Length;)
        {
            int end = GraphemeClusters.FindEnd(bytes, i);
            if (end - i < LongestCluster && TryRewrite(bytes[i..end], out ReadOnlySpan<byte> replacement))
            {
                rewriting.Replace(bytes[i..end], replacement);
                i = end;
                continue;
            }

            while (i < end)
            {
                int next = i;
                CodePoints.Decode(bytes, ref next);
                if (TryRewrite(bytes[i..next], out replacement))
                    rewriting.Replace(bytes[i..next], replacement);
                else
                    rewriting.Keep(bytes[i..next]);
                i = next;
            }
        }

        rewriting.Apply();
    }

    /// <summary>
    /// Whether the first character vanishes. The Rust library then loses count, and the ranges of all that follows are off by what vanished.
    /// </summary>
    internal bool LosesFirst(ReadOnlySpan<byte> text)
    {
        int end = GraphemeClusters.FindEnd(text, 0);
        if (end < LongestCluster && TryRewrite(text[..end], out ReadOnlySpan<byte> replacement))
            return replacement.IsEmpty;
        end = 0;
        CodePoints.Decode(text, ref end);
        return TryRewrite(text[..end], out replacement) && replacement.IsEmpty;
    }

    /// <summary>The replacement of the shortest key that begins the text.</summary>
    internal bool TryRewrite(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        if (_units.Length == 0)
            return false;
        uint position = GetOffset(_units[0]);
        foreach (byte value in text)
        {
            if (value == 0)
                return false;
            position ^= value;
            if (position >= _units.Length || (_units[position] & 0x800000FF) != value)
                return false;
            uint unit = _units[position];
            position ^= GetOffset(unit);
            if ((unit >> 8 & 1) == 0)
                continue;
            if (position >= _units.Length)
                return false;
            uint start = _units[position] & 0x7FFFFFFF;
            if (start > _replacements.Length)
                return false;
            replacement = _replacements.AsSpan((int)start);
            int stop = replacement.IndexOf((byte)0);
            if (stop >= 0)
                replacement = replacement[..stop];
            return true;
        }

        return false;
    }

    private static uint GetOffset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);

    /// <summary>
    /// Collects the new characters with their changes and writes them late by one: a replacement that is shorter than what it
    /// replaces says so at the character before, even one of another cluster (kept so that offsets agree with the Rust library).
    /// </summary>
    private ref struct Rewriting(NormalizedText text)
    {
        private readonly TextChange _change = new(text, text.Length + 16);
        private ReadOnlySpan<byte> _pending;
        private int _pendingChange;
        private bool _modified;

        public void Keep(ReadOnlySpan<byte> character) => Push(character, 0);

        public void Replace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
        {
            _modified = true;
            int oldCount = Count(old), newCount = Count(replacement), index = 0;
            for (int i = 0; i < replacement.Length; index++)
            {
                int next = i;
                CodePoints.Decode(replacement, ref next);
                Push(replacement[i..next], index >= oldCount ? 1 : 0);
                i = next;
            }

            if (newCount < oldCount && !_pending.IsEmpty)
                _pendingChange -= oldCount - newCount;
        }

        public void Apply()
        {
            if (!_modified)
                return;
            Flush();
            _change.Apply();
        }

        private static int Count(ReadOnlySpan<byte> utf8)
        {
            int count = 0;
            foreach (byte value in utf8)
                count += (value & 0xC0) != 0x80 ? 1 : 0;
            return count;
        }

        private void Push(ReadOnlySpan<byte> character, int change)
        {
            Flush();
            _pending = character;
            _pendingChange = change;
        }

        private readonly void Flush()
        {
            if (!_pending.IsEmpty)
                _change.AddUtf8(_pending, _pendingChange);
        }
    }
}
