namespace Calque.DictionaryLab;

/// <summary>A repaired dictionary that nobody has written yet.</summary>
/// <param name="Bytes">The dictionary.</param>
/// <param name="Log">The list of changes, JSON.</param>
/// <param name="Result">What was done.</param>
internal sealed record RepairedDictionary(byte[] Bytes, byte[] Log, DictionaryRepairResult Result);
