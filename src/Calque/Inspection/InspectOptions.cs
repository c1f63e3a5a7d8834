using System.Globalization;

namespace Calque.Inspection;

/// <summary>What to look at.</summary>
public sealed record InspectOptions
{
    /// <summary>The file or directory.</summary>
    public required string Path { get; init; }

    /// <summary>A token, a word or an id to look up in it; null: the whole.</summary>
    public string? Token { get; init; }

    /// <summary>The most rows that a table shows; the result says how many there are in all.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Checks the options.</summary>
    /// <exception cref="InvalidOptionException">Names the option as it is typed.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(Path))
            throw new InvalidOptionException("PATH", "nothing", "a file or a directory", "For example: calque inspect my-model.");
        if (Limit < 0)
        {
            throw new InvalidOptionException(
                "--limit", Limit.ToString(CultureInfo.InvariantCulture), "a number from 0", "0 leaves the tables out.");
        }

        if (Token is { Length: 0 })
            throw new InvalidOptionException("--token", "nothing", "a token, a word or an id", "Leave the option away to see the whole.");
    }
}
