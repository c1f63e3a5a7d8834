using Calque.Numerics;

namespace Calque.Alignment;

/// <summary>x to a real power by <see cref="DeterministicMath"/>, the same bits on every machine.</summary>
internal static class DeterministicPower
{
    /// <param name="x">From 0 on; 0 gives 0.</param>
    /// <param name="power">Any finite number.</param>
    public static double Of(double x, double power) => x <= 0 ? 0 : DeterministicMath.Exp(power * DeterministicMath.Log(x));
}
