using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>Cross-entropy of a class for each text or pair of texts.</summary>
public sealed class SequenceObjective : Objective
{
    /// <inheritdoc/>
    public override HeadKind Head => HeadKind.SequenceClassification;

    /// <inheritdoc/>
    public override int CountTargets(TrainingExample example) => 1;

    /// <inheritdoc/>
    public override Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context)
    {
        TokenBatch batch = Pack(model, examples);
        return CrossEntropy(model.Logits(batch, context), [.. examples.Select(example => (long)example.Labels[0])], divisor);
    }
}
