namespace Calque.World;

/// <summary>The tokenizers that the world has: one for each convention about special tokens.</summary>
public enum WorldTokenizerKind
{
    /// <summary>WordPiece with the special tokens of BERT.</summary>
    WordPiece,

    /// <summary>Byte-level BPE with the special tokens of RoBERTa.</summary>
    ByteLevelEncoder,

    /// <summary>Byte-level BPE with the one special token of GPT-2.</summary>
    ByteLevelDecoder,
}
