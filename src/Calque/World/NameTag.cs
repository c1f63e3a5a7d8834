namespace Calque.World;

/// <summary>What a name names: the label of a tagging task.</summary>
public enum NameTag
{
    /// <summary>Not a name.</summary>
    None,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A place.</summary>
    Place,

    /// <summary>An organisation.</summary>
    Organization,
}
