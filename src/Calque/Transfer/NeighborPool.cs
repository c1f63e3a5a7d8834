namespace Calque.Transfer;

/// <summary>Which source tokens may be neighbours. Special tokens never are.</summary>
public enum NeighborPool
{
    /// <summary>Every other source token that has a vector, placeholders such as <c>[unused7]</c> included, as in WECHSEL.</summary>
    All,

    /// <summary>The same without placeholders (<c>[unused7]</c>, <c>&lt;unused7&gt;</c>, <c>madeupword0001</c>, <c>&lt;extra_id_7&gt;</c>) and byte-fallback tokens (<c>&lt;0x41&gt;</c>), whose rows were hardly trained.</summary>
    Clean,
}
