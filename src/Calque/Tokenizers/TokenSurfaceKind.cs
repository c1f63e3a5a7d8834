namespace Calque.Tokenizers;

/// <summary>What kind of thing a token stands for.</summary>
public enum TokenSurfaceKind
{
    /// <summary>Nothing: the id has no token.</summary>
    Hole,

    /// <summary>A special token.</summary>
    Special,

    /// <summary>Text: its bytes are valid UTF-8 and something is left without surrounding white space.</summary>
    Text,

    /// <summary>White space or nothing.</summary>
    Empty,

    /// <summary>A byte-fallback token, <c>&lt;0xNN&gt;</c>.</summary>
    Byte,

    /// <summary>Bytes that are not whole UTF-8 (byte-level BPE).</summary>
    PartialUtf8,
}
