namespace Calque.Tokenizers.Training;

/// <summary>Two pieces that become one; the earlier a merge was found, the earlier it is applied.</summary>
/// <param name="Left">The first piece, with its mark if it has one.</param>
/// <param name="Right">The second piece, with its mark if it has one.</param>
public sealed record BpeMerge(string Left, string Right);
