using System.Collections.Generic;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>A tensor as data.pkl describes it; not yet compared with the archive.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="Offset">The first element, counted in elements.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Strides">Steps of its axes, in elements.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);
