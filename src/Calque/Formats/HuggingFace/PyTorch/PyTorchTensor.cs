using System.Collections.Generic;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>A tensor of a pytorch_model.bin.</summary>
/// <param name="Name">Its name in the state dictionary.</param>
/// <param name="ElementTypeName">The type of its elements as the safetensors format names it, such as <c>BF16</c>.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Strides">Steps of its axes, in elements.</param>
/// <param name="Offset">Where its first element stands in the file.</param>
/// <param name="Length">Bytes of its elements, each counted once.</param>
/// <param name="IsContiguous">Whether the file holds the elements row-major and without gaps.</param>
/// <param name="Range">Which stored elements it is a view of.</param>
public sealed record PyTorchTensor(
    string Name, string ElementTypeName, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides, long Offset, long Length, bool IsContiguous, PyTorchStorageRange Range);
