using System.Globalization;

namespace Calque.Alignment;

/// <summary>How a dictionary is grown by its own alignment.</summary>
/// <param name="First">The whitening of the given pairs alone.</param>
/// <param name="Final">The whitening of the grown dictionary.</param>
/// <param name="Weight">What an induced pair counts beside a given one.</param>
/// <param name="Rounds">How often pairs are induced, each time by the alignment of the round before.</param>
internal sealed record GrowthSetting(WhiteningSetting First, WhiteningSetting Final, double Weight, int Rounds)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Final}, weight {Weight}, rounds {Rounds}");
}
