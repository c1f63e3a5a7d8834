namespace Calque.Evaluation;

/// <summary>A percentile interval of the bootstrap (Efron and Tibshirani 1993, chapter 13).</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record ConfidenceInterval(double Low, double High);
