using System;

namespace Calque;

/// <summary>An input (a file, a directory, what is in it) cannot be used. The command ends with exit code 3.</summary>
public class InvalidInputException : CalqueException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public InvalidInputException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
