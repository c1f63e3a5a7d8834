namespace Calque.Numerics.Neighbors;

/// <summary>Which screen a search ran with. For the record only: the neighbours do not hang on it.</summary>
/// <param name="Screen">The screen, never <see cref="NeighborScreen.Automatic"/>.</param>
/// <param name="Depth">Principal components of the screen, or dimensions of the rows.</param>
/// <param name="SampledQueries">Queries of the sample that chose it; 0: no sample was needed.</param>
/// <param name="ExpectedChecks">Pairs a query that the sample lets expect to pass the screen; 0 without a sample.</param>
public sealed record NeighborScreenChoice(NeighborScreen Screen, int Depth, int SampledQueries, double ExpectedChecks);
