using System;
using System.Numerics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The order in which a block meets the panels of the pool: steps of about the golden section of all, so that the panels seen so far are spread over
/// the pool. Vocabularies are ordered, and thresholds that begin with the odd tokens at their head rise late.
/// </summary>
internal readonly struct PanelOrder
{
    private readonly int _stride;

    public PanelOrder(int panels)
    {
        Count = panels;
        _stride = Math.Max((int)(panels * 0.618), 1);
        while (BigInteger.GreatestCommonDivisor(_stride, panels) != 1)
        {
            _stride++;
        }
    }

    /// <summary>Panels of the pool.</summary>
    public int Count { get; }

    /// <summary>The panel met at a place of the order.</summary>
    public int At(int place) => (int)((long)place * _stride % Count);
}
