namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>Which stored elements a tensor is a view of. Tensors of one file with equal ranges are one tensor under several names.</summary>
/// <param name="StorageKey">The storage's name in the archive.</param>
/// <param name="Offset">The first element's place in the file, in bytes.</param>
/// <param name="Layout">Type, shape and strides, written out.</param>
public sealed record PyTorchStorageRange(string StorageKey, long Offset, string Layout);
