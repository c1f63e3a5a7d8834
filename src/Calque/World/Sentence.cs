using System.Collections.Generic;

namespace Calque.World;

/// <summary>What a sentence says, before any language says it. Rendered in two languages it is exact parallel text.</summary>
/// <param name="Number">Its number, from 0; the key of its draws.</param>
/// <param name="Topic">The topic that it was drawn for: its exact label.</param>
/// <param name="Clauses">One clause or more.</param>
public sealed record Sentence(int Number, int Topic, IReadOnlyList<Clause> Clauses);
