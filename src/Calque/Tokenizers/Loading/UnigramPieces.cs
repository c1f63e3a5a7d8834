using System;
using System.Globalization;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>Collects the pieces of a Unigram model and their scores; the index of a piece is its id.</summary>
internal sealed class UnigramPieces
{
    private readonly VocabularyBuilder _builder;
    private double[] _scores;
    private double _lowest = double.PositiveInfinity;

    /// <param name="place">The list, for messages.</param>
    /// <param name="bytesExpected">The length of the list in the file.</param>
    public UnigramPieces(string place, int bytesExpected)
    {
        _builder = new VocabularyBuilder(place, bytesExpected / 2);
        _scores = new double[Math.Max(16, bytesExpected / 32)];
    }

    /// <summary>Pieces so far.</summary>
    public int Count => _builder.Count;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece, double score)
    {
        int index = _builder.Count;
        _builder.Add(piece, index);
        if (index == _scores.Length)
            Array.Resize(ref _scores, index * 2);
        _scores[index] = score;
        _lowest = Math.Min(_lowest, score);
    }

    /// <summary>Makes the model.</summary>
    /// <param name="unknownId">The id of the unknown piece, or null.</param>
    /// <param name="byteFallback">Whether unknown text becomes byte tokens.</param>
    /// <param name="place">The model, for messages.</param>
    /// <exception cref="InvalidTokenizerException">No pieces, or the unknown piece is none of them.</exception>
    public UnigramModel Build(int? unknownId, bool byteFallback, string place)
    {
        Vocabulary vocabulary = _builder.Build(allowRepeats: true);
        if (unknownId >= vocabulary.Count)
        {
            ComponentJson.Throw($"{place}.unk_id", string.Create(CultureInfo.InvariantCulture, $"{unknownId}"),
                string.Create(CultureInfo.InvariantCulture, $"an id below {vocabulary.Count}"));
        }

        Array.Resize(ref _scores, vocabulary.Count);
        // Of equal pieces the last one counts, as in the Rust library.
        return new UnigramModel(vocabulary, _scores, matches: null, unknownId ?? -1, _lowest, byteFallback, sentencePiece: false, place);
    }
}
