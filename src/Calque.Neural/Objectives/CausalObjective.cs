using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>Cross-entropy of each next token (Radford et al. 2019). A token's label is its own id; the first one's counts for nothing.</summary>
public sealed class CausalObjective : Objective
{
    /// <inheritdoc/>
    public override HeadKind Head => HeadKind.CausalLanguageModeling;

    /// <inheritdoc/>
    public override int CountTargets(TrainingExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return example.Labels.Skip(1).Count(label => label != Ignored);
    }

    /// <inheritdoc/>
    public override Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context)
    {
        TokenBatch batch = Pack(model, examples);
        (long[] rows, long[] labels) = Targets(batch, examples, shift: 1);
        Tensor hidden = model.Body.Forward(batch, context);
        Tensor picked = Operators.IndexSelect(hidden, 0, TokenBatch.On(hidden.Device, rows));
        return CrossEntropy(model.Head!.Forward(picked, batch, context), labels, divisor); // a model of this objective has a head
    }
}
