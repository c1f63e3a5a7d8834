namespace Calque.Numerics.Neighbors;

/// <summary>
/// What finds the candidates of a neighbour search. All find the same neighbours and give the same similarities, bit for bit; they differ in
/// the time that they take.
/// </summary>
public enum NeighborScreen
{
    /// <summary>Chosen by a sample of the rows.</summary>
    Automatic,

    /// <summary>None: the product in float, over all dimensions.</summary>
    None,

    /// <summary>The first principal components, and the length of what they leave over as one more coordinate.</summary>
    PrincipalComponents,

    /// <summary>The product of vectors rounded to eight bits.</summary>
    EightBit,
}
