namespace Calque.Tokenizers;

/// <summary>The side of a sequence at which it is cut or filled up.</summary>
public enum TextSide
{
    /// <summary>At the end.</summary>
    Right,

    /// <summary>At the start.</summary>
    Left,
}
