using System.Collections.Generic;

namespace Calque.Formats.Safetensors;

/// <summary>A tensor in a file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="ElementType">The type of its elements; <see cref="ElementType.Other"/> for types carried as bytes.</param>
/// <param name="ElementTypeName">The type as the file names it, such as <c>F8_E4M3</c>.</param>
/// <param name="Shape">Lengths of its axes, row-major; empty for a single number.</param>
/// <param name="Offset">Where its bytes begin, counted from the start of the file.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record TensorInfo(string Name, ElementType ElementType, string ElementTypeName, IReadOnlyList<long> Shape, long Offset, long Length);
