using System;
using System.Collections.Generic;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>Half the cross-entropies of an answer's first and last token among the tokens of its text (Devlin et al. 2019, section 4.2).</summary>
public sealed class QuestionObjective : Objective
{
    /// <inheritdoc/>
    public override HeadKind Head => HeadKind.QuestionAnswering;

    /// <inheritdoc/>
    public override int CountTargets(TrainingExample example) => 1;

    /// <inheritdoc/>
    public override Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context)
    {
        TokenBatch batch = Pack(model, examples);
        // [2 × tokens]: scores of the first and of the last token.
        Tensor scores = Operators.Transpose(Operators.To(model.Logits(batch, context), DataType.Float32), 0, 1);
        Tensor? sum = null;
        for (int e = 0; e < examples.Count; e++)
        {
            if (examples[e].Labels.Count != 2)
                throw new ArgumentException($"example {e} has {examples[e].Labels.Count} labels; a question has two", nameof(examples));
            Tensor own = CrossEntropy(Operators.Narrow(scores, 1, batch.FirstToken(e), batch.Length(e)), [examples[e].Labels[0], examples[e].Labels[1]], 2 * divisor);
            sum = sum is null ? own : sum + own;
        }

        return sum!; // there is at least one example
    }
}
