using System;

namespace Calque;

/// <summary>A transfer plan cannot be used. The command ends with exit code 3.</summary>
public sealed class InvalidPlanException : InvalidInputException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidPlanException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
