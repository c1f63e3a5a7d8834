using System;

namespace Calque.Formats.HuggingFace;

/// <summary>Fills some rows of a tensor that is being written; a row is what one index of the first axis holds.</summary>
/// <param name="firstRow">The first row asked for; blocks come in ascending order.</param>
/// <param name="rowCount">How many rows.</param>
/// <param name="destination">Receives exactly these rows' elements, row-major, little-endian, in the tensor's own type.</param>
public delegate void TensorRowFill(long firstRow, int rowCount, Span<byte> destination);
