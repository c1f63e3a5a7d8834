namespace Calque.Tests.Reference;

/// <summary>A row that does not agree.</summary>
/// <param name="Token">The target token.</param>
/// <param name="RelativeError">Distance from the reference's row, relative to that row's norm.</param>
/// <param name="EdgeGap">
/// By how much the least similar source that was chosen falls short of the reference's k-th similarity (in the reference's own
/// similarities); about 1e-7 says that rounding exchanged two neighbours at the edge. Infinite beyond <see cref="WechselReference.NearWidth"/>, NaN where the choice is not known.
/// </param>
internal sealed record RowDifference(int Token, double RelativeError, double EdgeGap);
