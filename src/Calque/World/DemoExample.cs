using System.Collections.Generic;

namespace Calque.World;

/// <summary>A whole word of B with the neighbours that its row was averaged from.</summary>
/// <param name="Word">The word.</param>
/// <param name="Gold">The words of A that can say the same, uninflected.</param>
/// <param name="Neighbors">The nearest tokens of A, nearest first.</param>
/// <param name="IsRight">Whether the nearest one is a translation.</param>
public sealed record DemoExample(string Word, IReadOnlyList<string> Gold, IReadOnlyList<TransferredNeighbor> Neighbors, bool IsRight);
