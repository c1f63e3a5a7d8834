namespace Calque.Transfer;

/// <summary>One more model that a run's plan is applied to.</summary>
/// <param name="SourceModel">The model directory; it has the same source tokenizer.</param>
/// <param name="Output">The directory to write.</param>
public sealed record FurtherModel(string SourceModel, string Output);
