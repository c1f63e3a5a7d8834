using System.Collections.Generic;
using Calque.Formats.Safetensors;

namespace Calque.Formats.HuggingFace;

/// <summary>A tensor whose contents the caller provides in place of the source's.</summary>
/// <param name="Tensor">The tensor of the source directory.</param>
/// <param name="Shape">Its new shape, row-major.</param>
/// <param name="Fill">Provides its rows, block by block. Called once more for each further name under which the tensor is written.</param>
/// <param name="ElementType">Its new element type; null: the source's.</param>
public sealed record TensorReplacement(ModelTensor Tensor, IReadOnlyList<long> Shape, TensorRowFill Fill, ElementType? ElementType = null);
