using System;
using System.Collections.Generic;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>Makes the tokenizer model that a SentencePiece file describes.</summary>
internal static class SentencePieceModels
{
    /// <summary>The model, its ids moved by the family's rule.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ids">The id of each piece, in the order of the file.</param>
    /// <param name="extra">Tokens that the family puts in, such as <c>&lt;pad&gt;</c>, with their ids; text never matches them.</param>
    public static TokenizerModel Make(SentencePieceFile file, IReadOnlyList<int> ids, IReadOnlyList<KeyValuePair<string, int>> extra)
    {
        var builder = new VocabularyBuilder(file.Path, 0);
        int unknownId = -1;
        for (int i = 0; i < file.Pieces.Count; i++)
        {
            if (ids[i] < 0)
                continue;
            builder.Add(file.Pieces[i].Text, ids[i]);
            if (file.Pieces[i].Type == SentencePieceType.Unknown)
                unknownId = ids[i];
        }

        foreach (KeyValuePair<string, int> token in extra)
            builder.Add(System.Text.Encoding.UTF8.GetBytes(token.Key), token.Value);
        Vocabulary vocabulary = builder.Build(allowRepeats: false);
        if (unknownId < 0 && vocabulary.TryGetId("<unk>", out int conventional))
            unknownId = conventional;
        if (unknownId < 0)
        {
            throw new InvalidTokenizerException(file.Path, "no piece of the type unknown", "one such piece, usually <unk>",
                "Every SentencePiece model has one; the file is damaged.");
        }

        return file.ModelType == 2 ? MakeBpe(file, ids, vocabulary, unknownId) : MakeUnigram(file, ids, vocabulary, unknownId);
    }

    /// <summary>The pieces that are cut out of the text first, or null for none.</summary>
    public static PieceTrie? MakeUserDefined(SentencePieceFile file)
    {
        var keys = new List<byte[]>();
        var values = new List<int>();
        for (int i = 0; i < file.Pieces.Count; i++)
        {
            if (file.Pieces[i].Type == SentencePieceType.UserDefined)
            {
                keys.Add(file.Pieces[i].Text);
                values.Add(i);
            }
        }

        return keys.Count == 0 ? null : PieceTrie.Build(keys, values, lastWins: true);
    }

    /// <summary>The length in bytes of the longest key that the text begins with; 0 for none.</summary>
    public static int MatchLongest(PieceTrie trie, ReadOnlySpan<byte> text)
    {
        int longest = 0;
        int node = 0;
        for (int i = 0; i < text.Length; i++)
        {
            node = trie.Child(node, text[i]);
            if (node < 0)
                break;
            if (trie.Value(node) >= 0)
                longest = i + 1;
        }

        return longest;
    }

    private static UnigramModel MakeUnigram(SentencePieceFile file, IReadOnlyList<int> ids, Vocabulary vocabulary, int unknownId)
    {
        float lowest = float.MaxValue;
        // The C++ library starts from FLT_MIN, the smallest positive number, where the lowest was meant; so with negative scores, which
        // are the rule, user-defined pieces get -0.1.
        float highest = 1.17549435e-38f;
        foreach (SentencePieceFile.Piece piece in file.Pieces)
        {
            if (piece.Type != SentencePieceType.Normal)
                continue;
            lowest = Math.Min(lowest, piece.Score);
            highest = Math.Max(highest, piece.Score);
        }

        double[] scores = new double[vocabulary.IdLimit];
        // The vocabulary holds the pieces that have ids, in the order of the file.
        int[] matches = new int[file.Pieces.Count];
        int matchCount = 0;
        int entry = -1;
        for (int i = 0; i < file.Pieces.Count; i++)
        {
            SentencePieceFile.Piece piece = file.Pieces[i];
            if (ids[i] < 0)
                continue;
            entry++;
            // unigram_model.cc: user-defined pieces always win.
            scores[ids[i]] = piece.Type == SentencePieceType.UserDefined ? (piece.Text.Length * (double)highest) - 0.1 : piece.Score;
            if (piece.Type is not (SentencePieceType.Normal or SentencePieceType.UserDefined))
                continue;
            matches[matchCount++] = entry;
        }

        Array.Resize(ref matches, matchCount);
        return new UnigramModel(vocabulary, scores, matches, unknownId, lowest, file.ByteFallback, sentencePiece: true, file.Path);
    }

    private static SentencePieceBpeModel MakeBpe(SentencePieceFile file, IReadOnlyList<int> ids, Vocabulary vocabulary, int unknownId)
    {
        float[] scores = new float[vocabulary.IdLimit];
        var types = new SentencePieceType[vocabulary.IdLimit];
        Array.Fill(types, SentencePieceType.Control);
        for (int i = 0; i < file.Pieces.Count; i++)
        {
            if (ids[i] < 0)
                continue;
            scores[ids[i]] = file.Pieces[i].Score;
            types[ids[i]] = file.Pieces[i].Type;
        }

        return new SentencePieceBpeModel(vocabulary, scores, types, MakeUserDefined(file), unknownId, file.ByteFallback);
    }
}
