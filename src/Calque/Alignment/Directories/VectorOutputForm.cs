namespace Calque.Alignment.Directories;

/// <summary>The forms in which vectors are written.</summary>
internal enum VectorOutputForm
{
    /// <summary>word2vec text.</summary>
    Text,

    /// <summary>word2vec text in gzip.</summary>
    PackedText,

    /// <summary>word2vec binary.</summary>
    Binary,
}
