using System.Globalization;

namespace Calque.Alignment;

/// <summary>The parameters of <see cref="PairWhitening"/>.</summary>
/// <param name="Ridge">What is added to the pairs' covariances before whitening, as a share of their mean eigenvalue; from 0 on.</param>
/// <param name="Power">The power of the singular values that each side's coordinates are multiplied by; from 0 on.</param>
public sealed record WhiteningSetting(double Ridge, double Power)
{
    /// <summary>What is used where nothing is chosen: between what rich and poor dictionaries want.</summary>
    public static WhiteningSetting Default { get; } = new(0.3, 0.75);

    /// <summary>In words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ridge {Ridge}, power {Power}");
}
