using System.Collections.Generic;

namespace Calque.Neural.Layers;

/// <summary>One text as a model reads it.</summary>
/// <param name="Ids">Token ids, special ones included; at least one.</param>
/// <param name="TokenTypes">0 for the first text and 1 for the second, one an id; null: all 0.</param>
public sealed record TokenSequence(IReadOnlyList<int> Ids, IReadOnlyList<int>? TokenTypes = null);
