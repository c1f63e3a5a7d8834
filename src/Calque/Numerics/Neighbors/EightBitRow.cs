namespace Calque.Numerics.Neighbors;

/// <summary>What rounding a row to eight bits left: figures for the bound, lengths rounded upwards.</summary>
/// <param name="Shift">The row's product with the other side's centre: the part of its cosines that is not in the product of integers.</param>
/// <param name="Length">The length of the centred row.</param>
/// <param name="Error">The length of what rounding changed, in units of the row.</param>
internal readonly record struct EightBitRow(double Shift, double Length, double Error);
