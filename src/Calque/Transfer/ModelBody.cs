namespace Calque.Transfer;

/// <summary>What becomes of the tensors that have no row for each token.</summary>
public enum ModelBody
{
    /// <summary>Copied byte for byte.</summary>
    Copy,

    /// <summary>Drawn anew, as before any training: the starting point called FullRand in the WECHSEL paper.</summary>
    Random,
}
