namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>The global <c>torch.TYPEStorage</c>. A type of its own, so that no text of the pickle can pass for it.</summary>
/// <param name="ElementTypeName">The elements' type as the safetensors format names it.</param>
internal sealed record PickleStorageType(string ElementTypeName);
