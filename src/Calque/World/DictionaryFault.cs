namespace Calque.World;

/// <summary>What is wrong with a dictionary line.</summary>
public enum DictionaryFault
{
    /// <summary>Nothing: the line is as it was.</summary>
    None,

    /// <summary>The two words stand the wrong way round.</summary>
    Reversed,

    /// <summary>The target word belongs to another line.</summary>
    Shuffled,

    /// <summary>One of the words is misspelt.</summary>
    Misspelt,
}
