using System.Collections.Generic;

namespace Calque.Tests.Reference;

/// <summary>The answer for one target token.</summary>
/// <param name="Rule">Which case of the equations it is.</param>
/// <param name="Chosen">The k nearest source tokens, nearest first; exact ties by word mark, then by id.</param>
/// <param name="Tied">Every source token whose similarity is that of the last one chosen; at least that one.</param>
/// <param name="Near">Every source token that is at most <see cref="WechselReference.NearWidth"/> less similar than the last one chosen.</param>
internal sealed record ReferenceTarget(
    ReferenceRule Rule, IReadOnlyList<ReferenceNeighbor> Chosen, IReadOnlyList<ReferenceNeighbor> Tied, IReadOnlyList<ReferenceNeighbor> Near);
