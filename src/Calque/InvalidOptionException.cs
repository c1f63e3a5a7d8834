using System;

namespace Calque;

/// <summary>An option has a value that it cannot have, or does not go with another. The command ends with exit code 2.</summary>
public sealed class InvalidOptionException : CalqueException
{
    /// <summary>Makes the error; <paramref name="option"/> is the option as the user types it, such as <c>--neighbors</c>.</summary>
    public InvalidOptionException(string option, string found, string expected, string hint, Exception? inner = null)
        : base(option, found, expected, hint, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
