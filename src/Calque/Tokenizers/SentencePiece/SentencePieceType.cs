namespace Calque.Tokenizers.SentencePiece;

/// <summary>What a piece of a SentencePiece model is (sentencepiece_model.proto, <c>ModelProto.SentencePiece.Type</c>).</summary>
internal enum SentencePieceType
{
    /// <summary>An ordinary piece.</summary>
    Normal = 1,

    /// <summary>The piece for text that no piece matches.</summary>
    Unknown = 2,

    /// <summary>Never found in text: <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>, <c>&lt;pad&gt;</c>.</summary>
    Control = 3,

    /// <summary>Cut out of the text before anything else.</summary>
    UserDefined = 4,

    /// <summary>Only a step on the way to other pieces (BPE).</summary>
    Unused = 5,

    /// <summary>One byte, <c>&lt;0xNN&gt;</c>.</summary>
    Byte = 6,
}
