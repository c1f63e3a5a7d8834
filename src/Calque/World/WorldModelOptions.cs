using System.Globalization;

namespace Calque.World;

/// <summary>How a source model of the world is made.</summary>
public sealed record WorldModelOptions
{
    /// <summary>Values in an embedding row; a multiple of the four attention heads. Default 48.</summary>
    public int HiddenSize { get; init; } = 48;

    /// <summary>Standard deviation of the noise on each value of a row, relative to that of the rows themselves. Default 0.1.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        if (HiddenSize < 4 || HiddenSize > 4096 || HiddenSize % WorldModel.Heads != 0)
            throw new InvalidOptionException("HiddenSize", HiddenSize.ToString(CultureInfo.InvariantCulture), "a multiple of 4 up to 4096", "Try 48.");
        if (!double.IsFinite(Noise) || Noise < 0)
            throw new InvalidOptionException("Noise", Noise.ToString("R", CultureInfo.InvariantCulture), "a finite number from 0 on", "0 gives exact images.");
    }
}
