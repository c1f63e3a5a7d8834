using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Decoder = Calque.Tokenizers.Decoders.Decoder;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>
/// Decoding as the C++ library does it (sentencepiece_processor.cc): control pieces are invisible, the unknown piece has a surface of
/// its own, bytes that are no UTF-8 become U+FFFD one by one, and the space that was put before the text goes away again.
/// </summary>
internal sealed class SentencePieceDecoder : Decoder
{
    private readonly Dictionary<string, SentencePieceType> _types = new(StringComparer.Ordinal);
    private readonly SentencePieceFile _file;

    public SentencePieceDecoder(SentencePieceFile file)
    {
        _file = file;
        foreach (SentencePieceFile.Piece piece in file.Pieces)
        {
            if (piece.Type is SentencePieceType.Control or SentencePieceType.Unknown or SentencePieceType.Byte)
                _types[System.Text.Encoding.UTF8.GetString(piece.Text)] = piece.Type;
        }
    }

    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var text = new StringBuilder();
        var bytes = new List<byte>();
        bool atStart = true;
        bool markSeen = false;
        foreach (string token in tokens)
        {
            SentencePieceType type = _types.GetValueOrDefault(token, SentencePieceType.Normal);
            if (type == SentencePieceType.Byte && token.Length == 6 &&
                byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, text);
            if (markSeen || text.Length > 0)
                atStart = false;
            markSeen = false;
            if (type == SentencePieceType.Control)
                continue;
            if (type == SentencePieceType.Unknown)
            {
                text.Append(_file.UnknownSurface);
                continue;
            }

            string piece = token;
            if (atStart && (_file.AddsDummyPrefix || _file.RemovesExtraSpaces) && piece.StartsWith('▁'))
            {
                piece = piece[1..];
                // Where extra spaces are removed, every leading one goes.
                markSeen = !_file.RemovesExtraSpaces;
            }

            text.Append(piece.Replace('▁', ' '));
        }

        Flush(bytes, text);
        return [text.ToString()];
    }

    private static void Flush(List<byte> bytes, StringBuilder text)
    {
        ReadOnlySpan<byte> rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append('\uFFFD');
                consumed = 1;
            }

            rest = rest[consumed..];
        }

        bytes.Clear();
    }
}
