namespace Calque;

/// <summary>How far a long operation is. Numbers only; the text that a person reads is made where it is shown.</summary>
/// <param name="Stage">What is being done, in one or two lower-case words, such as <c>neighbors</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 where that is not known.</param>
/// <param name="Unit">What is counted, such as <c>tokens</c> or <c>bytes</c>.</param>
public readonly record struct OperationProgress(string Stage, long Done, long Total, string Unit);
