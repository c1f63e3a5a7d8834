namespace Calque.DictionaryLab;

/// <summary>What <see cref="UndoRepair"/> did.</summary>
/// <param name="Repaired">The repaired dictionary.</param>
/// <param name="Output">The original, written again.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="ChangesUndone">Changes that were undone.</param>
/// <param name="Sha256">SHA-256 of the original's text, lower-case hexadecimal.</param>
/// <param name="Packed">
/// Whether the original was gzip. Then its text is the same byte for byte, the file need not be: gzip is no one form. The output is packed where its name ends
/// in <c>.gz</c>.
/// </param>
public sealed record UndoRepairResult(string Repaired, string Output, int Lines, int ChangesUndone, string Sha256, bool Packed);
