using System.Collections.Generic;

namespace Calque.Neural.Generation;

/// <summary>What a model wrote.</summary>
/// <param name="Tokens">The new tokens, the end token included.</param>
/// <param name="LogProbability">The sum of their log-probabilities under the model, in nats.</param>
/// <param name="Score">What a beam search compared: the sum over length^penalty; else the sum.</param>
public sealed record GeneratedText(IReadOnlyList<int> Tokens, double LogProbability, double Score);
