using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>
/// The angles of one batch's positions: queries and keys are turned by them, so that their product hangs on the distance alone
/// (Su et al. 2021). Number i of a head's first half and number i of its second half make a pair, as the public Llama weights are laid out.
/// </summary>
public sealed class RotaryPositions
{
    private readonly Tensor _cosines, _sines;
    private readonly int _width;

    /// <summary>Computes the angles, in float64: at place 4,096 a float32 angle would be off by 2e-4.</summary>
    /// <param name="batch">The batch; its positions count.</param>
    /// <param name="frequencies">Radians a position for each pair, half as many as a head is wide.</param>
    public RotaryPositions(TokenBatch batch, IReadOnlyList<double> frequencies)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(frequencies);
        _width = 2 * frequencies.Count;
        Tensor each = Tensor.From<double>([.. frequencies], 1, frequencies.Count);
        if (batch.Positions.Device.IsCuda)
            each = Operators.To(each, batch.Positions.Device);
        Tensor angles = Operators.Unsqueeze(Operators.Reshape(Operators.To(batch.Positions, DataType.Float64), -1, 1) * each, 1);
        _cosines = Operators.To(Operators.Cosine(angles), DataType.Float32);
        _sines = Operators.To(Operators.Sine(angles), DataType.Float32);
    }

    /// <summary>base^(-2i / width) for each pair i (Su et al. 2021, section 3.2.2).</summary>
    /// <param name="width">The width of a head, even.</param>
    /// <param name="numberBase">10,000 in the paper; <c>rope_theta</c> in configurations.</param>
    public static IReadOnlyList<double> Frequencies(int width, double numberBase) =>
        [.. Enumerable.Range(0, width / 2).Select(i => Math.Pow(numberBase, -2.0 * i / width))];

    /// <summary>Turns every head of every token.</summary>
    /// <param name="x">[tokens × heads · width].</param>
    /// <returns>The same shape.</returns>
    public Tensor Rotate(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        long tokens = x.Size(0), all = x.Size(1);
        Tensor[] halves = Operators.Split(Operators.Reshape(x, tokens, all / _width, _width), _width / 2, 2);
        Tensor first = (halves[0] * _cosines) - (halves[1] * _sines), second = (halves[1] * _cosines) + (halves[0] * _sines);
        Tensor turned = Operators.Reshape(Operators.Concatenate([first, second], 2), tokens, all);
        // Under autocast x is shorter than the angles, and so must the product's factors be.
        return x.DataType == DataType.Float32 ? turned : Operators.To(turned, x.DataType);
    }
}
