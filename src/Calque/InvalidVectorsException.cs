using System;

namespace Calque;

/// <summary>A file of word vectors cannot be used. The command ends with exit code 3.</summary>
public sealed class InvalidVectorsException : InvalidInputException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidVectorsException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
