using System;

namespace Calque;

/// <summary>A tokenizer's files cannot be used. The command ends with exit code 3.</summary>
public sealed class InvalidTokenizerException : InvalidInputException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidTokenizerException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
