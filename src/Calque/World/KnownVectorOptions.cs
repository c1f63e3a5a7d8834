using System.Globalization;

namespace Calque.World;

/// <summary>How word vectors with a known truth are made.</summary>
public sealed record KnownVectorOptions
{
    /// <summary>Dimension of the word vectors; at least the concepts'. Default 32.</summary>
    public int Dimension { get; init; } = 32;

    /// <summary>Standard deviation of the noise for each value, relative to 1/√dimension: a noise of 1 is as long as the vector. Default 0.2.</summary>
    public double Noise { get; init; } = 0.2;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate(int conceptDimension)
    {
        if (Dimension < conceptDimension || Dimension > 4096)
            throw new InvalidOptionException("KnownVectorOptions.Dimension", Dimension.ToString(CultureInfo.InvariantCulture),
                $"{conceptDimension} (the concepts' dimension) to 4096", "A rotation needs room for all concept dimensions.");
        if (!double.IsFinite(Noise) || Noise < 0)
            throw new InvalidOptionException("KnownVectorOptions.Noise", Noise.ToString("R", CultureInfo.InvariantCulture),
                "a finite number from 0 on", "0 gives exact images of the concept vectors.");
    }
}
