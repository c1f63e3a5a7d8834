using System;
using System.Runtime.InteropServices;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;

namespace Calque.Transfer;

/// <summary>
/// A tensor with a row for each token, read row by row from its mapped file as float32. float64 is read through
/// float32 too: models of that type are conversions.
/// </summary>
public sealed class EmbeddingRows
{
    private readonly ModelTensor _tensor;
    private readonly int _rowBytes;

    /// <summary>Looks at a tensor as rows.</summary>
    /// <param name="tensor">Shape [rows × columns…], or [1 × rows] for a bias.</param>
    public EmbeddingRows(VocabularyTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _tensor = tensor.Tensor;
        long rows = _tensor.Shape[tensor.VocabularyAxis];
        long columns = 1;
        for (int axis = tensor.VocabularyAxis + 1; axis < _tensor.Shape.Count; axis++)
            columns *= _tensor.Shape[axis];
        Rows = checked((int)rows);
        Columns = checked((int)columns);
        _rowBytes = rows == 0 ? 0 : checked((int)(_tensor.Length / rows));
    }

    /// <summary>Rows of the tensor; may be more than the vocabulary (padding).</summary>
    public int Rows { get; }

    /// <summary>Values of a row.</summary>
    public int Columns { get; }

    /// <summary>The whole matrix in the file's own memory, where it is float32; else null. Every row of the shape is there.</summary>
    internal unsafe float* Matrix => _tensor.ElementType == ElementType.F32 && _tensor.Length > 0 ? (float*)_tensor.Pointer : null;

    /// <summary>One row as float32, in the file's own memory where it is float32 already, else in the buffer.</summary>
    public ReadOnlySpan<float> Read(int row, Span<float> buffer)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(row);
        if (_tensor.ElementType == ElementType.F32)
            return MemoryMarshal.Cast<byte, float>(bytes);
        ElementConversion.ToSingle(_tensor.ElementType, bytes, buffer);
        return buffer[..Columns];
    }

    /// <summary>One row as it stands in the file.</summary>
    public ReadOnlySpan<byte> ReadBytes(int row) => _tensor.GetBytes((long)row * _rowBytes, _rowBytes);
}
