namespace Calque.Tokenizers.PreTokenizers;

/// <summary>Where Metaspace puts its mark before a piece that does not begin with it (<c>prepend_scheme</c>).</summary>
public enum MetaspacePrefix
{
    /// <summary>Before every piece.</summary>
    Always,

    /// <summary>Before the piece that begins at the start of the input only.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
