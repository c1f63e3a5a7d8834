using System.Collections.Generic;

namespace Calque.Evaluation;

/// <summary>A source word that can be asked for.</summary>
/// <param name="Row">Its row in the source vocabulary.</param>
/// <param name="Gold">The rows of its translations in the target vocabulary; at least one, each once.</param>
public sealed record TestWord(int Row, IReadOnlyList<int> Gold);
