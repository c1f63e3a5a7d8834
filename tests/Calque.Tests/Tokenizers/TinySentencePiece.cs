using System;
using System.IO;
using System.Text;
using Google.Protobuf;

namespace Calque.Tests.Tokenizers;

/// <summary>SentencePiece models of a few pieces, written field by field (sentencepiece_model.proto).</summary>
internal static class TinySentencePiece
{
    /// <summary>A model of type 1 (Unigram) or 2 (BPE).</summary>
    public static byte[] Make(int modelType, bool byteFallback = false, Action<CodedOutputStream>? more = null)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
        {
            Piece(output, "<unk>", 0, 2);
            Piece(output, "<s>", 0, 3);
            Piece(output, "</s>", 0, 3);
            Piece(output, "▁", -2, 1);
            Piece(output, "a", -3, 1);
            Piece(output, "b", -4, 1);
            Piece(output, "ab", -1, 1);
            Piece(output, "▁ab", -1.5f, 1);
            more?.Invoke(output);
            Message(output, 2, trainer =>
            {
                trainer.WriteRawTag(3 << 3);
                trainer.WriteEnum(modelType);
                trainer.WriteTag(35, WireFormat.WireType.Varint);
                trainer.WriteBool(byteFallback);
            });
            Message(output, 3, normalizer =>
            {
                normalizer.WriteRawTag((1 << 3) | 2);
                normalizer.WriteString("identity");
            });
        }

        return stream.ToArray();
    }

    /// <summary>Writes a piece.</summary>
    public static void Piece(CodedOutputStream output, string text, float score, int type) => Message(output, 1, piece =>
    {
        piece.WriteRawTag((1 << 3) | 2);
        piece.WriteBytes(ByteString.CopyFrom(text, Encoding.UTF8));
        piece.WriteRawTag((2 << 3) | 5);
        piece.WriteFloat(score);
        piece.WriteRawTag(3 << 3);
        piece.WriteEnum(type);
    });

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var inner = new CodedOutputStream(stream))
            write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(stream.ToArray()));
    }
}
