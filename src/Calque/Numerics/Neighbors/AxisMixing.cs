using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Calque.Numerics.Randomness;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A fixed orthogonal map that spreads every vector evenly over its axes: random signs, Hadamard matrices over overlapping stretches of
/// a power of four elements (whose scale is a power of two), a stride that carries elements from one stretch to another, and all of it again.
/// Inner products stay; rounding to few bits then loses about the same for every vector (Ailon and Chazelle 2009, the idea).
/// </summary>
internal sealed unsafe class AxisMixing
{
    /// <summary>Vectors that are mixed at once, element by element beside one another.</summary>
    public const int Together = 8;

    private const int Passes = 2;

    private readonly int _dimension;
    private readonly int _size;
    private readonly int[] _starts;
    private readonly float[] _signs;
    private readonly int[] _order;

    public AxisMixing(int dimension)
    {
        _dimension = dimension;
        _size = 1;
        while (_size * 4 <= dimension)
        {
            _size *= 4;
        }

        int stretches = (dimension + _size - 1) / _size;
        _starts = new int[stretches];
        for (int i = 1; i < stretches; i++)
        {
            _starts[i] = (int)((long)i * (dimension - _size) / (stretches - 1));
        }

        KeyedRandom random = new(0, "axis mixing", (ulong)dimension);
        _signs = new float[Passes * dimension];
        for (int i = 0; i < _signs.Length; i++)
        {
            _signs[i] = (random.NextUInt64() & 1) == 0 ? 1 : -1;
        }

        _order = new int[dimension];
        for (int i = 0; i < dimension; i++)
        {
            _order[i] = i;
        }

        random.Shuffle<int>(_order);

        // Each butterfly rounds once; their number over one another bounds the loss, in units of the vector's length.
        RelativeError = Passes * stretches * (BitOperations.Log2((uint)_size) + 1) / (double)(1 << 24);
    }

    /// <summary>How far a mixed vector can be from the exact one, relative to its length.</summary>
    public double RelativeError { get; }

    /// <summary>Mixes 8 vectors, [dimension][8], in place; <paramref name="room"/> is as large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* vectors, float* room)
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < _dimension; i++)
            {
                (Vector256.Load(vectors + (_order[i] * Together)) * _signs[(pass * _dimension) + i]).Store(room + (i * Together));
            }

            foreach (int start in _starts)
            {
                Hadamard(room + (start * Together));
            }

            Buffer.MemoryCopy(room, vectors, (long)_dimension * Together * sizeof(float), (long)_dimension * Together * sizeof(float));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Hadamard(float* x)
    {
        // Two stages at a time, four vectors in registers; a factor of one half for both keeps the length.
        Vector256<float> half = Vector256.Create(0.5f);
        for (int step = 1; step < _size; step *= 4)
        {
            for (int block = 0; block < _size; block += 4 * step)
            {
                for (int i = block; i < block + step; i++)
                {
                    float* p = x + (i * Together);
                    int stride = step * Together;
                    Vector256<float> a = Vector256.Load(p), b = Vector256.Load(p + stride);
                    Vector256<float> c = Vector256.Load(p + (2 * stride)), d = Vector256.Load(p + (3 * stride));
                    Vector256<float> ab = a + b, ba = a - b, cd = c + d, dc = c - d;
                    ((ab + cd) * half).Store(p);
                    ((ba + dc) * half).Store(p + stride);
                    ((ab - cd) * half).Store(p + (2 * stride));
                    ((ba - dc) * half).Store(p + (3 * stride));
                }
            }
        }
    }
}
