using System.Collections.Generic;
using Calque.Formats.Safetensors;

namespace Calque.Formats.HuggingFace;

/// <summary>A tensor that the source has not: the output layer of a new head.</summary>
/// <param name="Name">Its name; none of the source's.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Lengths of its axes, row-major.</param>
/// <param name="Fill">Provides its rows, block by block.</param>
public sealed record TensorAddition(string Name, ElementType ElementType, IReadOnlyList<long> Shape, TensorRowFill Fill);
