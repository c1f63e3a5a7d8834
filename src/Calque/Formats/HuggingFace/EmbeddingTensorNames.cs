namespace Calque.Formats.HuggingFace;

/// <summary>Names of tensors as the user gives them, for models that the table of families does not know or that differ from it.</summary>
/// <param name="Embedding">The input embedding (<c>--embedding-tensor</c>); null: by the table.</param>
/// <param name="Head">The output head (<c>--head-tensor</c>); null: by the table.</param>
/// <param name="Bias">The output bias (<c>--bias-tensor</c>); null: by the table.</param>
public sealed record EmbeddingTensorNames(string? Embedding, string? Head, string? Bias);
