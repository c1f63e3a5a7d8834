namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>A storage that data.pkl names: an entry <c>data/KEY</c> of the archive.</summary>
/// <param name="ElementTypeName">The elements' type as the safetensors format names it.</param>
/// <param name="Key">The entry's name below <c>data/</c>.</param>
/// <param name="Count">How many elements it is said to have.</param>
internal sealed record PickleStorage(string ElementTypeName, string Key, long Count);
