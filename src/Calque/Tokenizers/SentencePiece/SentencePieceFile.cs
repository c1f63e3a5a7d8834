using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Calque.Tokenizers.Models;
using Google.Protobuf;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>
/// What a SentencePiece <c>.model</c> file says: the message <c>ModelProto</c> of sentencepiece_model.proto, read field by field.
/// Lengths are checked against the file by protobuf's own reader, since the file is in memory as a whole.
/// </summary>
internal sealed class SentencePieceFile
{
    private const uint LengthDelimited = 2;

    private SentencePieceFile(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The pieces in order; the index is the id.</summary>
    public List<Piece> Pieces { get; } = [];

    /// <summary>1 Unigram, 2 BPE, 3 word, 4 character.</summary>
    public int ModelType { get; private set; } = 1;

    /// <summary>Whether unknown characters become byte pieces.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>Whether the word mark stands behind words.</summary>
    public bool SpaceIsSuffix { get; private set; }

    /// <summary>What an unknown id decodes to.</summary>
    public string UnknownSurface { get; private set; } = " \u2047 ";

    /// <summary>The name of the normalisation, such as <c>nmt_nfkc</c>.</summary>
    public string NormalizerName { get; private set; } = "";

    /// <summary>The compiled normalisation; empty for none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>Whether a space is put before the text.</summary>
    public bool AddsDummyPrefix { get; private set; } = true;

    /// <summary>Whether spaces at both ends and runs of spaces are taken out.</summary>
    public bool RemovesExtraSpaces { get; private set; } = true;

    /// <summary>Whether a space is written as <c>▁</c>.</summary>
    public bool EscapesSpaces { get; private set; } = true;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidTokenizerException">It is not such a file, or is damaged.</exception>
    public static SentencePieceFile Read(string path, byte[] bytes)
    {
        var file = new SentencePieceFile(path);
        var input = new CodedInputStream(bytes);
        try
        {
            file.ReadModel(input);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or IOException or OverflowException or ArgumentException)
        {
            throw new InvalidTokenizerException($"{path} byte {input.Position.ToString(CultureInfo.InvariantCulture)}",
                "bytes that are no SentencePiece model", "a protobuf message ModelProto",
                "The file may be cut short or be a Git LFS pointer; compare its size with the source.", error);
        }

        if (file.Pieces.Count == 0)
        {
            throw new InvalidTokenizerException(path, "no pieces", "at least one piece",
                "The file may be cut short or be no SentencePiece model; compare its size with the source.");
        }

        return file;
    }

    private void ReadModel(CodedInputStream input)
    {
        while (input.ReadTag() is uint tag and not 0)
        {
            if ((tag & 7) != LengthDelimited)
            {
                input.SkipLastField();
                continue;
            }

            switch (tag >> 3)
            {
                case 1:
                    ReadPiece(input.ReadBytes());
                    break;
                case 2:
                    ReadTrainer(input.ReadBytes().CreateCodedInput());
                    break;
                case 3:
                    ReadNormalizer(input.ReadBytes().CreateCodedInput());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private void ReadPiece(ByteString message)
    {
        CodedInputStream input = message.CreateCodedInput();
        byte[]? text = null;
        float score = 0;
        int type = 1;
        while (input.ReadTag() is uint tag and not 0)
        {
            switch (tag)
            {
                case (1 << 3) | LengthDelimited:
                    text = input.ReadBytes().ToByteArray();
                    break;
                case (2 << 3) | 5:
                    score = input.ReadFloat();
                    break;
                case 3 << 3:
                    type = input.ReadEnum();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        string place = $"{Path} piece {Pieces.Count.ToString(CultureInfo.InvariantCulture)}";
        if (text is null || text.Length == 0 || !System.Text.Unicode.Utf8.IsValid(text))
            throw new InvalidTokenizerException(place, text is null or [] ? "no text" : "bytes that are not UTF-8", "the text of a piece", "The file is damaged; fetch it again.");
        if (type is < 1 or > 6)
            throw new InvalidTokenizerException(place, $"type {type}", "a type from 1 to 6", "The file is damaged or newer than this program.");
        if (float.IsNaN(score))
            throw new InvalidTokenizerException(place, "the score NaN", "a number", "The file is damaged; fetch it again.");
        Pieces.Add(new Piece(text, score, (SentencePieceType)type));
    }

    private void ReadTrainer(CodedInputStream input)
    {
        while (input.ReadTag() is uint tag and not 0)
        {
            switch (tag)
            {
                case 3 << 3:
                    ModelType = input.ReadEnum();
                    break;
                case 24 << 3:
                    SpaceIsSuffix = input.ReadBool();
                    break;
                case 35 << 3:
                    ByteFallback = input.ReadBool();
                    break;
                case (44 << 3) | LengthDelimited:
                    UnknownSurface = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        if (ModelType is not (1 or 2))
        {
            throw new InvalidTokenizerException(Path, ModelType switch { 3 => "a word model", 4 => "a character model", _ => $"model type {ModelType}" },
                "a Unigram or BPE model", "Only these two are used by language models; convert the tokenizer to tokenizer.json.");
        }
    }

    private void ReadNormalizer(CodedInputStream input)
    {
        while (input.ReadTag() is uint tag and not 0)
        {
            switch (tag)
            {
                case (1 << 3) | LengthDelimited:
                    NormalizerName = input.ReadString();
                    break;
                case (2 << 3) | LengthDelimited:
                    CharacterMap = input.ReadBytes().ToByteArray();
                    break;
                case 3 << 3:
                    AddsDummyPrefix = input.ReadBool();
                    break;
                case 4 << 3:
                    RemovesExtraSpaces = input.ReadBool();
                    break;
                case 5 << 3:
                    EscapesSpaces = input.ReadBool();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>One piece: text as UTF-8, score, type.</summary>
    internal readonly record struct Piece(byte[] Text, float Score, SentencePieceType Type)
    {
        /// <summary>The text as messages show it.</summary>
        public string Quoted => VocabularyBuilder.Quote(Text);
    }
}
