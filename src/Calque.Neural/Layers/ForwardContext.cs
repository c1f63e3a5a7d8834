using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>What one pass through a model carries along: whether it trains, what keys its dropout, what it should hand out.</summary>
public sealed class ForwardContext
{
    private long _dropouts;

    /// <summary>Whether dropout is on.</summary>
    public bool IsTraining { get; init; }

    /// <summary>The probability at every place where the family has a dropout, in place of the configuration's (0 among them); null: as configured.</summary>
    public double? DropoutProbability { get; init; }

    /// <summary>The run's seed: keys the dropout.</summary>
    public long Seed { get; init; }

    /// <summary>The micro-batch, counted over the run: keys the dropout. A batch split over processes keeps its micro-batches, and so its masks.</summary>
    public long Step { get; init; }

    /// <summary>Receives the hidden states: the embeddings, then one after each layer. Null: nobody asks.</summary>
    public List<Tensor>? HiddenStates { get; init; }

    /// <summary>Keys and values of the tokens before; null where there are none and none are kept.</summary>
    public AttentionCache? Cache { get; init; }

    /// <summary>Memory for time: layers' inner results are made again in the backward pass; null: kept.</summary>
    public GradientCheckpoints? Checkpoints { get; init; }

    /// <summary>A pass without dropout.</summary>
    public static ForwardContext Inference() => new();

    /// <summary>Dropout with this pass's next key; x itself where the pass does not train.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to 1.</param>
    public Tensor Dropout(Tensor x, double probability) =>
        Drops(probability) ? Operators.Dropout(x, DropoutProbability ?? probability, Seed, Step, _dropouts++) : x;

    /// <summary>Whether a dropout of this configured probability does anything in this pass.</summary>
    public bool Drops(double probability) => IsTraining && (DropoutProbability ?? probability) > 0;

    /// <summary>Runs a layer, or where memory is to be saved remembers how.</summary>
    /// <param name="layer">From [tokens × width] to the same shape.</param>
    /// <param name="x">Its input.</param>
    public Tensor Run(System.Func<Tensor, Tensor> layer, Tensor x)
    {
        System.ArgumentNullException.ThrowIfNull(layer);
        if (Checkpoints is null || !IsTraining)
            return layer(x);
        long dropouts = _dropouts;
        return Checkpoints.Run(
            input =>
            {
                // The second run draws the masks of the first.
                _dropouts = dropouts;
                return layer(input);
            },
            x);
    }
}
