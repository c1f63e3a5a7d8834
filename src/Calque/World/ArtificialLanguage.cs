namespace Calque.World;

/// <summary>One language of the world: its words, how they are inflected and in which order they stand.</summary>
/// <param name="Name">A, B or C, in lower case as in file names.</param>
/// <param name="Lexicon">Its words.</param>
/// <param name="Inflection">What it marks on them.</param>
/// <param name="Order">How it orders them.</param>
/// <param name="Conjunction">The word between two clauses; it says no concept.</param>
public sealed record ArtificialLanguage(string Name, Lexicon Lexicon, Inflection Inflection, WordOrder Order, string Conjunction);
