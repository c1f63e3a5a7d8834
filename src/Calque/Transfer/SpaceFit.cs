using System.Collections.Generic;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>The vectors of both sides' tokens in one space, and how they came there.</summary>
/// <param name="Source">Vectors of the source tokens.</param>
/// <param name="Target">Vectors of the target tokens.</param>
/// <param name="PairsUsed">Distinct pairs of words that made the map.</param>
/// <param name="Residual">‖XW − Y‖ / ‖Y‖ over these pairs, in the common space.</param>
/// <param name="SingularValueRatio">The smallest singular value of XᵀY through the largest; null where the method has no such product.</param>
/// <param name="HeldOut">What the method makes of words that it was not fitted on; null where there are too few.</param>
/// <param name="Warnings">What the user should know.</param>
internal sealed record SpaceFit(
    TokenVectors Source, TokenVectors Target, int PairsUsed, double Residual, double? SingularValueRatio, HeldOutFigures? HeldOut, IReadOnlyList<string> Warnings);
