using System;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>
/// Normalisation as the C++ library does it (sentencepiece, normalizer.cc): the longest rule at each position, spaces collapsed and
/// trimmed, a space put before the text, spaces written as <c>▁</c>. Each byte comes from where its rule begins in the original,
/// and ends where the next byte comes from.
/// </summary>
internal sealed class SentencePieceNormalizer : Normalizer
{
    private static ReadOnlySpan<byte> SpaceMark => "▁"u8;

    private readonly CharacterMap? _map;
    private readonly PieceTrie? _userDefined;
    private readonly SentencePieceFile _file;

    public SentencePieceNormalizer(SentencePieceFile file, PieceTrie? userDefined)
    {
        _file = file;
        _userDefined = userDefined;
        _map = file.CharacterMap.Length == 0 ? null : new CharacterMap(file.CharacterMap, file.Path);
    }

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<byte> input = text.Bytes;
        var output = new Output(input.Length + (input.Length / 2) + 16, text.TracksOffsets);
        int consumed = 0;
        if (_file.RemovesExtraSpaces)
        {
            while (consumed < input.Length && MatchPrefix(input[consumed..], out ReadOnlySpan<byte> replaced) is int length && replaced.SequenceEqual(" "u8))
                consumed += length;
        }

        if (consumed == input.Length)
        {
            text.Replace([], 0, text.TracksOffsets ? [] : null, text.TracksOffsets ? [] : null);
            return;
        }

        ReadOnlySpan<byte> space = _file.EscapesSpaces ? SpaceMark : " "u8;
        if (!_file.SpaceIsSuffix && _file.AddsDummyPrefix)
            output.Add(space, consumed);
        bool afterSpace = _file.RemovesExtraSpaces;
        while (consumed < input.Length)
        {
            int length = MatchPrefix(input[consumed..], out ReadOnlySpan<byte> piece);
            while (afterSpace && !piece.IsEmpty && piece[0] == ' ')
                piece = piece[1..];
            if (!piece.IsEmpty)
            {
                foreach (byte value in piece)
                {
                    if (value == ' ')
                        output.Add(space, consumed);
                    else
                        output.Add(value, consumed);
                }

                afterSpace = piece[^1] == ' ';
            }

            consumed += length;
            afterSpace &= _file.RemovesExtraSpaces;
        }

        if (_file.RemovesExtraSpaces)
        {
            while (output.EndsWith(space))
                consumed = output.RemoveLast(space.Length, consumed);
        }

        if (_file.SpaceIsSuffix && _file.AddsDummyPrefix)
            output.Add(space, consumed);
        output.WriteTo(text, consumed);
    }

    private int MatchPrefix(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> replaced)
    {
        if (_userDefined is not null && SentencePieceModels.MatchLongest(_userDefined, input) is int kept and > 0)
        {
            replaced = input[..kept];
            return kept;
        }

        if (_map is not null && _map.MatchLongest(input, out replaced) is int matched and > 0)
            return matched;
        int length = Math.Min(input.Length, input[0] < 0x80 ? 1 : input[0] < 0xE0 ? 2 : input[0] < 0xF0 ? 3 : 4);
        replaced = input[..length];
        return length;
    }

    /// <summary>The text that is being made, with the place in the input that each byte came from.</summary>
    private struct Output(int capacity, bool tracks)
    {
        private byte[] _bytes = new byte[capacity];
        private int[]? _from = tracks ? new int[capacity] : null;
        private int _length;

        public void Add(ReadOnlySpan<byte> values, int from)
        {
            foreach (byte value in values)
                Add(value, from);
        }

        public void Add(byte value, int from)
        {
            if (_length == _bytes.Length)
            {
                Array.Resize(ref _bytes, _length * 2);
                if (_from is not null)
                    Array.Resize(ref _from, _length * 2);
            }

            if (_from is not null)
                _from[_length] = from;
            _bytes[_length++] = value;
        }

        public readonly bool EndsWith(ReadOnlySpan<byte> values) => _bytes.AsSpan(0, _length).EndsWith(values);

        public int RemoveLast(int count, int consumed)
        {
            _length -= count;
            return _from is null ? consumed : _from[_length];
        }

        public readonly void WriteTo(NormalizedText text, int consumed)
        {
            if (_from is null)
            {
                text.Replace(_bytes, _length, null, null);
                return;
            }

            // Places are of the piece; the piece may itself start later in the whole input.
            int[] starts = new int[_length];
            int[] ends = new int[_length];
            for (int i = 0; i < _length; i++)
            {
                starts[i] = text.OriginalStart + _from[i];
                ends[i] = text.OriginalStart + (i + 1 < _length ? _from[i + 1] : consumed);
            }

            text.Replace(_bytes, _length, starts, ends);
        }
    }
}
