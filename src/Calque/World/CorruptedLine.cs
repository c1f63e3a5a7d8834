namespace Calque.World;

/// <summary>A dictionary line after errors were put in, with the truth about it.</summary>
/// <param name="Entry">The line as a reader finds it.</param>
/// <param name="Gold">The line as it should be.</param>
/// <param name="Fault">What was done to it.</param>
public sealed record CorruptedLine(GoldEntry Entry, GoldEntry Gold, DictionaryFault Fault);
