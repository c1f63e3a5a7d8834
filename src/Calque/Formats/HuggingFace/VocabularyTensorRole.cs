namespace Calque.Formats.HuggingFace;

/// <summary>What a tensor with one entry for each token is for.</summary>
public enum VocabularyTensorRole
{
    /// <summary>The input embedding: a row for each token. Several tensors may be stored copies of it.</summary>
    Input,

    /// <summary>The output head: the matrix that scores each token.</summary>
    Head,

    /// <summary>The output bias: one number for each token.</summary>
    Bias,
}
