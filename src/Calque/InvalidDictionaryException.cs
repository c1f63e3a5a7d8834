using System;

namespace Calque;

/// <summary>A bilingual dictionary cannot be used. The command ends with exit code 3.</summary>
public sealed class InvalidDictionaryException : InvalidInputException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidDictionaryException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
