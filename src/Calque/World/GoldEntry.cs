namespace Calque.World;

/// <summary>A line of a dictionary.</summary>
/// <param name="Source">The word of the source language.</param>
/// <param name="Target">The word of the target language.</param>
public sealed record GoldEntry(string Source, string Target);
