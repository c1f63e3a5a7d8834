using System.Collections.Generic;

namespace Calque.Formats.HuggingFace;

/// <summary>A tensor whose contents the caller provides in place of the source's. Its element type stays.</summary>
/// <param name="Tensor">The tensor of the source directory.</param>
/// <param name="Shape">Its new shape, row-major.</param>
/// <param name="Fill">Provides its rows, block by block. Called once more for each further name under which the tensor is written.</param>
public sealed record TensorReplacement(ModelTensor Tensor, IReadOnlyList<long> Shape, TensorRowFill Fill);
