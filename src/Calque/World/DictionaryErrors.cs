using System.Globalization;

namespace Calque.World;

/// <summary>Which shares of a dictionary's lines are spoilt, and how.</summary>
public sealed record DictionaryErrors
{
    /// <summary>Share of lines whose two words stand the wrong way round. Default 0.</summary>
    public double Reversed { get; init; }

    /// <summary>Share of lines that have the translation of another line. Default 0.</summary>
    public double Shuffled { get; init; }

    /// <summary>Share of lines with a slip of the pen in one of their words. Default 0.</summary>
    public double Misspelt { get; init; }

    /// <summary>Key of the draws. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the shares.</summary>
    /// <exception cref="InvalidOptionException">A share is not between 0 and 1, or their sum is above 1.</exception>
    public void Validate()
    {
        foreach (double share in (double[])[Reversed, Shuffled, Misspelt, Reversed + Shuffled + Misspelt])
        {
            if (share is not (>= 0 and <= 1))
                throw new InvalidOptionException("DictionaryErrors", share.ToString("R", CultureInfo.InvariantCulture),
                    "shares from 0 to 1 with a sum of at most 1", "Choose smaller shares.");
        }
    }
}
