using System;

namespace Calque.Tokenizers.Models;

/// <summary>A token for each whole piece, or the unknown token.</summary>
public sealed class WordLevelModel : TokenizerModel
{
    private readonly string _place;
    private readonly int _unknownId;

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="unknownToken">The token for every other piece; it may be missing from the vocabulary until it is needed.</param>
    /// <param name="place">The file, for messages.</param>
    internal WordLevelModel(Vocabulary vocabulary, string unknownToken, string place)
        : base(vocabulary)
    {
        _place = place;
        UnknownToken = unknownToken;
        _unknownId = vocabulary.TryGetId(unknownToken, out int id) ? id : -1;
    }

    /// <inheritdoc/>
    public override string Kind => "WordLevel";

    /// <summary>The token for pieces that the vocabulary lacks.</summary>
    public string UnknownToken { get; }

    internal override void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output)
    {
        if (!Vocabulary.TryGetId(piece, out int id))
        {
            id = _unknownId;
            if (id < 0)
                throw UnknownTokenError.Make(_place, piece, UnknownToken);
        }

        output.Add(id, 0, piece.Length);
    }
}
