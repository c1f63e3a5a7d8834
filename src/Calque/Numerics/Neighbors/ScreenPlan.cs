namespace Calque.Numerics.Neighbors;

/// <summary>A screen that may be made, and what a sample lets expect of it.</summary>
/// <param name="Screen">Which one.</param>
/// <param name="Components">Principal components that it multiplies; 0: all dimensions as they are.</param>
/// <param name="Passing">Pairs a query that pass it.</param>
/// <param name="Cost">Its cost a query (<see cref="ScreenCost"/>).</param>
internal sealed record ScreenPlan(NeighborScreen Screen, int Components, double Passing, double Cost);
