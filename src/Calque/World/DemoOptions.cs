using System.Globalization;

namespace Calque.World;

/// <summary>How the demonstration runs.</summary>
public sealed record DemoOptions
{
    /// <summary>Where inputs and the transferred model are kept; null: nowhere, they are removed at the end.</summary>
    public string? Output { get; init; }

    /// <summary>Whether an existing output is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Seed of the transfer's random rows. The world itself is the embedded one. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0: one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Lines of the gold dictionary that the transfer is given. Default 2,000, about three fifths.</summary>
    public int DictionaryLines { get; init; } = 2000;

    /// <summary>How many tokens are shown. Default 12.</summary>
    public int Examples { get; init; } = 12;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        if (DictionaryLines < 1)
            throw new InvalidOptionException("DictionaryLines", DictionaryLines.ToString(CultureInfo.InvariantCulture), "1 or more",
                "An alignment needs pairs of words.");
        if (Examples < 0)
            throw new InvalidOptionException("Examples", Examples.ToString(CultureInfo.InvariantCulture), "0 or more", "0 shows none.");
        if (Threads < 0)
            throw new InvalidOptionException("--threads", Threads.ToString(CultureInfo.InvariantCulture), "0 or more", "0 takes all processors.");
    }
}
