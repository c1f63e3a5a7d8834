namespace Calque.Tokenizers;

/// <summary>One input of a batch.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The text that goes with it, or null.</param>
public sealed record TextInput(string Text, string? Pair = null);
