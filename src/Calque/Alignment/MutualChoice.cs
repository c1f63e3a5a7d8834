using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>What <see cref="MutualSelection"/> chose, and all that it tried.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Trials">In the order tried.</param>
internal sealed record MutualChoice(WhiteningSetting Setting, IReadOnlyList<MutualTrial> Trials);
