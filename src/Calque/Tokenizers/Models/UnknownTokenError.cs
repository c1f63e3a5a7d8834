using System;

namespace Calque.Tokenizers.Models;

/// <summary>The error of a text that needs an unknown token which the model does not have.</summary>
internal static class UnknownTokenError
{
    public static InvalidTokenizerException Make(string place, ReadOnlySpan<byte> piece, string? unknownToken) =>
        new(place, $"no token for the text {VocabularyBuilder.Quote(piece)}" +
            (unknownToken is null ? " and no unknown token" : $" and the unknown token \"{unknownToken}\" missing from the vocabulary"),
            "a vocabulary that holds its unknown token", "Name an unknown token that is in the vocabulary, or leave such text out.");
}
