using System;

namespace Calque;

/// <summary>
/// The one family of errors that Calque raises on purpose. Each says where it happened, what was found there, what
/// was expected, and what the user can do next.
/// </summary>
public abstract class CalqueException : Exception
{
    /// <summary>Makes an error from its four parts.</summary>
    /// <param name="place">File, with line, tensor or byte offset where there is one; or the option as it is typed.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="hint">What the user can do about it; one or two sentences.</param>
    /// <param name="inner">The error beneath, if any.</param>
    /// <remarks>
    /// Parts of a file stand in these texts as they were found. Here they are made fit for a terminal and a line of JSON: see
    /// <see cref="ShownText"/>.
    /// </remarks>
    protected CalqueException(string place, string found, string expected, string hint, Exception? inner = null)
        : base($"{ShownText.Whole(place)}: found {ShownText.Short(found)}, expected {ShownText.Short(expected)}. {ShownText.Short(hint)}", inner)
    {
        Place = ShownText.Whole(place);
        Found = ShownText.Short(found);
        Expected = ShownText.Short(expected);
        Hint = ShownText.Short(hint);
    }

    /// <summary>File, with line, tensor or byte offset where there is one; or the option as it is typed.</summary>
    public string Place { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }

    /// <summary>What the user can do about it.</summary>
    public string Hint { get; }

    /// <summary>The exit code of the command when this error ends it: 2 wrong usage, 3 bad input, 4 a quality gate failed.</summary>
    public abstract int ExitCode { get; }
}
