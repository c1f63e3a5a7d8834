namespace Calque.World;

/// <summary>A thing or a name that is spoken of, perhaps with a quality.</summary>
/// <param name="Concept">The entity or name.</param>
/// <param name="Quality">Its quality, or null.</param>
/// <param name="IsPlural">Whether more than one is meant.</param>
public sealed record NounPhrase(int Concept, int? Quality, bool IsPlural);
