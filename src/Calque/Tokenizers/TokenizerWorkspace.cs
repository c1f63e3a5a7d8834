using System.Collections.Generic;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers;

/// <summary>The memory that one call works in; calls take turns with it.</summary>
internal sealed class TokenizerWorkspace
{
    public List<TextPiece> RawPieces { get; } = [];

    public List<TextPiece> Pieces { get; } = [];

    public List<NormalizedText> Words { get; } = [];

    public TokenBuffer Tokens { get; } = new();

    public ModelWorkspace Model { get; } = new();

    /// <summary>Lets go of the text, keeps the memory.</summary>
    public void Clear()
    {
        RawPieces.Clear();
        Pieces.Clear();
        Words.Clear();
        Tokens.Clear();
    }
}
