namespace Calque.World;

/// <summary>One thing that can be spoken of, without any word for it.</summary>
/// <param name="Id">Number of the concept, from 0.</param>
/// <param name="Kind">The part it plays in a sentence.</param>
/// <param name="Topic">Its topic, from 0.</param>
/// <param name="NameTag">What it names, for <see cref="ConceptKind.Name"/>; else <see cref="World.NameTag.None"/>.</param>
/// <param name="Frequency">How often it is spoken of, relative to the others.</param>
public sealed record Concept(int Id, ConceptKind Kind, int Topic, NameTag NameTag, double Frequency);
