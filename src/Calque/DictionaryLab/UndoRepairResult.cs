namespace Calque.DictionaryLab;

/// <summary>What <see cref="UndoRepair"/> did.</summary>
/// <param name="Repaired">The repaired dictionary.</param>
/// <param name="Output">The original, written again.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="ChangesUndone">Changes that were undone.</param>
/// <param name="Sha256">SHA-256 of the original, lower-case hexadecimal.</param>
public sealed record UndoRepairResult(string Repaired, string Output, int Lines, int ChangesUndone, string Sha256);
