using System;
using System.Text.Json.Nodes;
using Calque.Tokenizers;

namespace Calque.Transfer;

/// <summary>One side of a transfer: a tokenizer with the surfaces of its tokens and the roles of its special tokens.</summary>
public sealed class TokenizerSide
{
    private readonly TokenSurface[] _surfaces;

    /// <summary>Computes the surfaces of every token.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="modelConfig">The config.json of the model that uses it, which may name special ids; null where there is none.</param>
    public TokenizerSide(Tokenizer tokenizer, JsonObject? modelConfig)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        Tokenizer = tokenizer;
        Special = SpecialTokens.Resolve(tokenizer, modelConfig);
        _surfaces = new TokenSurface[tokenizer.VocabularySize];
        for (int id = 0; id < _surfaces.Length; id++)
            _surfaces[id] = tokenizer.GetSurface(id);
    }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Which token plays which role.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Highest id + 1.</summary>
    public int VocabularySize => _surfaces.Length;

    /// <summary>What a token stands for.</summary>
    public TokenSurface Surface(int id) => _surfaces[id];

    /// <summary>Whether a token is special: flagged so, or named for a role.</summary>
    public bool IsSpecial(int id) => _surfaces[id].Kind == TokenSurfaceKind.Special;
}
