namespace Calque.Numerics.Neighbors;

/// <summary>How far a tile's float score can lie from the exact cosine.</summary>
/// <remarks>
/// Let u = 2⁻²⁴ and x, y exact unit vectors of K elements. Packing rounds each element once (relative error u), so the packed
/// vectors' product differs from x·y by at most (2u + u²) Σ|x y| ≤ 2.1 u (Cauchy and Schwarz: Σ|x y| ≤ 1). A chain of K steps
/// in float, fused or not, errs by at most K u / (1 − K u) Σ|x y| (Higham 2002, eq. 3.5). Elements that become subnormal
/// add at most K 2⁻¹⁴⁹, the exact score's own rounding in double and the threshold's rounding to float less than 2 u together.
/// Hence (K + 5) u / (1 − K u) is safe; 16 in place of 5 leaves room. At K = 300 this is 1.9e-5. Beyond 2²⁰ dimensions the bound is
/// no longer small; the search refuses such depths.
/// </remarks>
internal static class ScoreMargin
{
    /// <summary>Depth above which the bound would not be meaningful.</summary>
    public const int MaxDepth = 1 << 20;

    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The bound for a number of dimensions.</summary>
    public static double For(int depth) => (depth + 16) * UnitRoundoff / (1 - (depth * UnitRoundoff));
}
