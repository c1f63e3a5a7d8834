using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>Cross-entropy of the tokens that have a label: masked language modelling (Devlin et al. 2019) and classification of tokens.</summary>
public sealed class TokenObjective : Objective
{
    /// <summary>For a head that works token by token.</summary>
    public TokenObjective(HeadKind head) => Head = head;

    /// <inheritdoc/>
    public override HeadKind Head { get; }

    /// <inheritdoc/>
    public override int CountTargets(TrainingExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return example.Labels.Count(label => label != Ignored);
    }

    /// <inheritdoc/>
    public override Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context)
    {
        TokenBatch batch = Pack(model, examples);
        (long[] rows, long[] labels) = Targets(batch, examples, shift: 0);
        Tensor hidden = model.Body.Forward(batch, context);
        // Only rows with a label go through the head: its output layer is as wide as the vocabulary.
        Tensor picked = Operators.IndexSelect(hidden, 0, TokenBatch.On(hidden.Device, rows));
        return CrossEntropy(model.Head!.Forward(picked, batch, context), labels, divisor); // a model of this objective has a head
    }
}
