using System;
using Calque.Formats.HuggingFace;

namespace Calque.Transfer;

/// <summary>
/// The table of learnt positions in the RoBERTa family, where positions count from the id of the padding token: text
/// begins at row pad + 1. When the target's padding id is another one, the rows move with it, and the number of usable
/// positions stays the same.
/// </summary>
public sealed class PositionTable
{
    private readonly ModelTensor _tensor;
    private readonly int _sourcePadding;
    private readonly int _rowBytes;

    /// <summary>Plans the move.</summary>
    /// <param name="tensor">The table: [positions × hidden].</param>
    /// <param name="sourcePadding">The source's padding id.</param>
    /// <param name="targetPadding">The target's padding id.</param>
    public PositionTable(ModelTensor tensor, int sourcePadding, int targetPadding)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _tensor = tensor;
        _sourcePadding = sourcePadding;
        TargetPadding = targetPadding;
        long rows = tensor.Shape[0];
        if (sourcePadding < 0 || sourcePadding >= rows)
        {
            throw new InvalidModelException(
                $"{tensor.File}: {tensor.Name}", $"{rows} rows with padding id {sourcePadding}", "a padding id below the number of rows",
                "pad_token_id in config.json does not fit the table of positions.");
        }

        SourceRows = checked((int)rows);
        Rows = checked(SourceRows - sourcePadding + targetPadding);
        _rowBytes = checked((int)(tensor.Length / rows));
    }

    /// <summary>Rows of the source's table.</summary>
    public int SourceRows { get; }

    /// <summary>Rows of the new table.</summary>
    public int Rows { get; }

    /// <summary>The target's padding id.</summary>
    public int TargetPadding { get; }

    /// <summary>The name of the tensor.</summary>
    public string TensorName => _tensor.Name;

    /// <summary>Writes rows of the new table: row pad + n comes from the source's row pad + n; the rows before, which no text reaches, repeat the padding row.</summary>
    public void Fill(long firstRow, Span<byte> destination)
    {
        for (int i = 0; i * _rowBytes < destination.Length; i++)
        {
            long source = Math.Max(firstRow + i - TargetPadding, 0) + _sourcePadding;
            _tensor.GetBytes(source * _rowBytes, _rowBytes).CopyTo(destination[(i * _rowBytes)..]);
        }
    }
}
