namespace Calque.World;

/// <summary>What part a concept plays in a sentence; it decides how its words are inflected and where they stand.</summary>
public enum ConceptKind
{
    /// <summary>A thing: subject or object of a clause.</summary>
    Entity,

    /// <summary>What a clause says of its subject.</summary>
    Action,

    /// <summary>Describes an entity or a name.</summary>
    Quality,

    /// <summary>A person, place or organisation; written with a capital, never inflected.</summary>
    Name,
}
