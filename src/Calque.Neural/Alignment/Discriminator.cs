using System;
using System.Collections.Generic;
using Calque.Neural.Tensors;
using Calque.Numerics.Randomness;

namespace Calque.Neural.Alignment;

/// <summary>
/// Tells mapped source words from target words: linear layers with leaky ReLU between them and one number at the end, the logit of "this was a source word".
/// </summary>
internal sealed class Discriminator : IDisposable
{
    private readonly double _slope;

    /// <summary>Takes the layers, each weight [outputs × inputs] followed by its bias [outputs]; they are owned from now on.</summary>
    public Discriminator(IReadOnlyList<Tensor> parameters, double slope)
    {
        Parameters = [.. parameters];
        _slope = slope;
        foreach (Tensor parameter in Parameters)
            parameter.Own().RequiresGradient = true;
    }

    /// <summary>Weight and bias of each layer in turn.</summary>
    public Tensor[] Parameters { get; }

    /// <summary>Draws the layers evenly from ±1/√inputs.</summary>
    public static Discriminator Draw(int inputs, DiscriminatorGameOptions options, ulong seed, int restart)
    {
        KeyedRandom random = new(seed, "adversarial/discriminator", (ulong)restart);
        List<Tensor> parameters = [];
        for (int layer = 0; layer <= options.HiddenLayers; layer++)
        {
            int outputs = layer == options.HiddenLayers ? 1 : options.HiddenWidth;
            parameters.Add(Even(random, inputs, outputs, inputs));
            parameters.Add(Even(random, inputs, outputs));
            inputs = outputs;
        }

        return new Discriminator(parameters, options.Slope);
    }

    /// <summary>The logits of some words.</summary>
    /// <param name="words">[words × inputs].</param>
    /// <returns>[words × 1].</returns>
    public Tensor Logits(Tensor words)
    {
        Tensor x = words;
        for (int i = 0; i < Parameters.Length; i += 2)
        {
            x = Operators.Linear(x, Parameters[i], Parameters[i + 1]);
            if (i + 2 < Parameters.Length)
                x = Operators.LeakyRelu(x, _slope);
        }

        return x;
    }

    public void Dispose()
    {
        foreach (Tensor parameter in Parameters)
            parameter.Dispose();
    }

    private static Tensor Even(KeyedRandom random, int inputs, params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        double bound = 1 / Math.Sqrt(inputs);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(bound * ((2 * random.NextUniform()) - 1));
        return Tensor.From<float>(values, shape);
    }
}
