using System;

namespace Calque;

/// <summary>A model directory or a file of tensors cannot be used. The command ends with exit code 3.</summary>
public sealed class InvalidModelException : InvalidInputException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidModelException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
