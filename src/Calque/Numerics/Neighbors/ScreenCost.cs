using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// What a screen costs a query, in nanoseconds of one thread of the machine it was measured on (Zen 4, 2.6 GHz). Only the proportions matter, and
/// only to the choice.
/// </summary>
internal static class ScreenCost
{
    /// <summary>One dimension of one pair in float, and the tile's own work as that many dimensions.</summary>
    private const double FloatStep = 0.0192;
    private const double FloatTile = 2.5;

    /// <summary>The same with eight bits.</summary>
    private const double EightBitStep = 0.0067;
    private const double EightBitTile = 4;

    /// <summary>A pair that passes the screen: found, scored in float, mostly turned down.</summary>
    private const double Check = 12;
    private const double CheckStep = 0.06;

    /// <summary>A pair that is scored exactly.</summary>
    private const double Exact = 15;
    private const double ExactStep = 0.15;

    /// <summary>The float tile over a number of dimensions.</summary>
    public static double Float(int columns, int depth) => columns * (depth + FloatTile) * FloatStep;

    /// <summary>The product of eight bits.</summary>
    public static double EightBit(int columns, int depth) => columns * (depth + EightBitTile) * EightBitStep;

    /// <summary>The pairs that pass, and those among them that a float cannot tell from the best, which are scored exactly.</summary>
    public static double Checks(double passing, double near, int dimension) =>
        (passing * (Check + (CheckStep * dimension))) + (Math.Min(passing, near) * (Exact + (ExactStep * dimension)));
}
