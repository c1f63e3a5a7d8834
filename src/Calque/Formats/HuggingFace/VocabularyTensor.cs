namespace Calque.Formats.HuggingFace;

/// <summary>A stored tensor with one entry for each token.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Role">What it is for.</param>
/// <param name="VocabularyAxis">The axis that counts tokens: 0, or 1 for a bias of shape [1, V] and a head stored as [h, V].</param>
public sealed record VocabularyTensor(ModelTensor Tensor, VocabularyTensorRole Role, int VocabularyAxis);
