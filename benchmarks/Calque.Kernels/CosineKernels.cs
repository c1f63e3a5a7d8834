using System;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Calque.Numerics.Neighbors;

namespace Calque.Kernels;

/// <summary>The exact score of a pair, in double and with one order of summation, against the framework's cosine in float.</summary>
public class CosineKernels
{
    private float[] _x = [];
    private float[] _y = [];

    /// <summary>Dimensions of the rows.</summary>
    [Params(100, 300)]
    public int Dimension { get; set; }

    /// <summary>Draws two rows.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _x = RandomRows.Make("x", 1, Dimension);
        _y = RandomRows.Make("y", 1, Dimension);
    }

    /// <summary>TensorPrimitives.CosineSimilarity: float, three sums in one pass.</summary>
    [Benchmark(Baseline = true)]
    public float InFloat() => TensorPrimitives.CosineSimilarity(_x.AsSpan(), _y);

    /// <summary>ExactCosine.Dot: double, one of the three sums.</summary>
    [Benchmark]
    public double ExactDot() => ExactCosine.Dot(_x, _y);

    /// <summary>ExactCosine.Cosine: double, all three.</summary>
    [Benchmark]
    public double Exact() => ExactCosine.Cosine(_x, _y);
}
