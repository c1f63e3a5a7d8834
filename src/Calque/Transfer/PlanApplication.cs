using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Numerics.Randomness;
using Calque.Numerics.Sparse;

namespace Calque.Transfer;

/// <summary>
/// A plan applied to one tensor: row x of the target is the weighted mean of the source's rows (WECHSEL, equation 5), a
/// copy of one of them, or a draw from their mean and deviation. Sums run in double precision in the order of the plan and
/// are rounded once to the tensor's own type, so the result is the same for any number of threads and any block.
/// </summary>
public sealed class PlanApplication
{
    private readonly TransferPlan _plan;
    private readonly VocabularyTensor _tensor;
    private readonly EmbeddingRows _source;
    private readonly RowStatistics _statistics;
    private readonly string _purpose;
    private readonly int _threads;
    private readonly int _rowBytes;
    private readonly ConcurrentBag<int> _zeroRows = [];
    private readonly ConcurrentBag<int> _nonFiniteRows = [];

    /// <summary>Prepares the application; reads the source once for the statistics.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tensor">The source's tensor.</param>
    /// <param name="threads">Threads for <see cref="Fill"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidModelException">The tensor has fewer rows than the plan's source vocabulary, or its numbers are of another kind.</exception>
    public PlanApplication(TransferPlan plan, VocabularyTensor tensor, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tensor);
        _plan = plan;
        _tensor = tensor;
        _threads = threads;
        if (!ElementTypes.IsFloatingPoint(tensor.Tensor.ElementType))
        {
            throw new InvalidModelException(
                $"{tensor.Tensor.File}: {tensor.Tensor.Name}", tensor.Tensor.ElementTypeName, "F64, F32, F16 or BF16",
                "A quantised matrix cannot be averaged; use the original model.");
        }

        _source = new EmbeddingRows(tensor);
        if (_source.Rows < plan.SourceVocabularySize)
        {
            throw new InvalidModelException(
                $"{tensor.Tensor.File}: {tensor.Tensor.Name}", $"{_source.Rows} rows for a source vocabulary of {plan.SourceVocabularySize} ids",
                "a row for every id", "The tokenizer belongs to another model, or tokens were added without resizing the model.");
        }

        foreach (int id in plan.SourceIds)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)plan.SourceVocabularySize, nameof(plan));
        _rowBytes = _source.Columns * ElementTypes.GetSize(tensor.Tensor.ElementType);
        _statistics = RowStatistics.Compute(_source, plan.SourceRows, cancellation);
        // Several large matrices are looked through before the first is written: their pages need not all stay.
        tensor.Tensor.Release(0, tensor.Tensor.Length);
        _purpose = "transfer " + RoleName(tensor.Role);
    }

    /// <summary>The shape of the new tensor.</summary>
    public IReadOnlyList<long> Shape
    {
        get
        {
            long[] shape = [.. _tensor.Tensor.Shape];
            shape[_tensor.VocabularyAxis] = _plan.TargetVocabularySize;
            return shape;
        }
    }

    /// <summary>Source rows with a value that is not finite; they stay out of the statistics.</summary>
    public int NonFiniteSourceRows => _statistics.NonFiniteRows;

    /// <summary>Written rows that are zero throughout, in ascending order; a bias, whose rows are single numbers, is not counted.</summary>
    public IReadOnlyList<int> ZeroRows => Sorted(_zeroRows);

    /// <summary>Written rows that hold a value that is not finite, in ascending order.</summary>
    public IReadOnlyList<int> NonFiniteRows => Sorted(_nonFiniteRows);

    /// <summary>What a tensor is called in manifests, and which stream its random rows come from.</summary>
    public static string RoleName(VocabularyTensorRole role) => role switch
    {
        VocabularyTensorRole.Input => "input",
        VocabularyTensorRole.Head => "head",
        VocabularyTensorRole.Bias => "bias",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    /// <summary>Writes rows of the new tensor.</summary>
    /// <param name="firstRow">The first target row.</param>
    /// <param name="destination">Whole rows in the tensor's own type.</param>
    /// <param name="cancellation">Stops the work.</param>
    public unsafe void Fill(long firstRow, Span<byte> destination, CancellationToken cancellation)
    {
        int rows = destination.Length / _rowBytes;
        int first = checked((int)firstRow);
        fixed (byte* start = destination)
        {
            byte* address = start;
            ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
            if (_threads == 1 || rows < 64)
            {
                RowBuffers buffers = new(_source.Columns);
                for (int row = 0; row < rows; row++)
                    FillRow(first + row, new Span<byte>(address + ((long)row * _rowBytes), _rowBytes), buffers);
                return;
            }

            Parallel.For(
                0, rows, options, () => new RowBuffers(_source.Columns),
                (row, _, buffers) =>
                {
                    FillRow(first + row, new Span<byte>(address + ((long)row * _rowBytes), _rowBytes), buffers);
                    return buffers;
                },
                _ => { });
        }
    }

    private static int[] Sorted(ConcurrentBag<int> rows)
    {
        int[] sorted = rows.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private void FillRow(int row, Span<byte> destination, RowBuffers buffers)
    {
        ReadOnlySpan<int> sources = _plan.SourcesOf(row);
        Span<double> sum = buffers.Sum;
        if (sources.Length == 1)
        {
            // A copied row keeps its bits.
            ReadOnlySpan<byte> copied = _source.ReadBytes(sources[0]);
            copied.CopyTo(destination);
            ElementConversion.ToDouble(_tensor.Tensor.ElementType, copied, sum);
        }
        else
        {
            if (sources.IsEmpty)
            {
                new KeyedRandom(_plan.Seed, _purpose, _plan.DrawKeys[row]).FillNormal(sum);
                for (int i = 0; i < sum.Length; i++)
                    sum[i] = _statistics.Mean[i] + (_statistics.Deviation[i] * sum[i]);
            }
            else
            {
                Mix(sources, _plan.WeightsOf(row), buffers);
            }

            ElementConversion.FromDouble(_tensor.Tensor.ElementType, sum, destination);
        }

        Inspect(row, sum);
    }

    private unsafe void Mix(ReadOnlySpan<int> sources, ReadOnlySpan<float> weights, RowBuffers buffers)
    {
        if (_source.Matrix is not null)
        {
            WeightedRowSum.Compute(_source.Matrix, _source.Columns, sources, weights, buffers.Sum);
            return;
        }

        (float[] rows, int[] numbers) = buffers.Take(sources.Length);
        for (int i = 0; i < sources.Length; i++)
            _source.Read(sources[i], rows.AsSpan(i * _source.Columns, _source.Columns));
        fixed (float* matrix = rows)
            WeightedRowSum.Compute(matrix, _source.Columns, numbers, weights, buffers.Sum);
    }

    private void Inspect(int row, ReadOnlySpan<double> values)
    {
        // A number minus itself is zero, but for those that are not finite.
        Vector<double> magnitudes = Vector<double>.Zero;
        Vector<double> differences = Vector<double>.Zero;
        int j = 0;
        for (; j <= values.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> value = Vector.LoadUnsafe(in values[j]);
            magnitudes |= Vector.Abs(value);
            differences |= value - value;
        }

        bool zero = Vector.EqualsAll(magnitudes, Vector<double>.Zero);
        bool finite = Vector.EqualsAll(differences, Vector<double>.Zero);
        for (; j < values.Length; j++)
        {
            zero &= values[j] == 0;
            finite &= double.IsFinite(values[j]);
        }

        if (zero && _tensor.Role != VocabularyTensorRole.Bias)
            _zeroRows.Add(row);
        if (!finite)
            _nonFiniteRows.Add(row);
    }

    private sealed class RowBuffers(int columns)
    {
        private float[] _rows = [];
        private int[] _numbers = [];

        public double[] Sum { get; } = new double[columns];

        /// <summary>Room for rows that are not float32 in their file, and their numbers in it.</summary>
        public (float[] Rows, int[] Numbers) Take(int count)
        {
            if (_numbers.Length != count)
            {
                _numbers = [.. Enumerable.Range(0, count)];
                if (_rows.Length < count * columns)
                    _rows = new float[count * columns];
            }

            return (_rows, _numbers);
        }
    }
}
