using System.Collections.Generic;

namespace Calque.World;

/// <summary>A target token as a transfer filled its row.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Surface">The text that it stands for.</param>
/// <param name="BeginsWord">Whether it begins a word.</param>
/// <param name="Neighbors">The source tokens that its row is a mean of, nearest first; none where the row came from elsewhere.</param>
public sealed record TransferredToken(int Id, string Surface, bool BeginsWord, IReadOnlyList<TransferredNeighbor> Neighbors);
