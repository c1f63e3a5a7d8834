using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>What a step of training minimises.</summary>
public abstract class Objective
{
    /// <summary>The label of a token that nobody asks for.</summary>
    public const int Ignored = -100;

    /// <summary>The head that it trains.</summary>
    public abstract HeadKind Head { get; }

    /// <summary>How many losses an example has: its predicted tokens, or 1.</summary>
    public abstract int CountTargets(TrainingExample example);

    /// <summary>The sum of the examples' losses over a number.</summary>
    /// <param name="model">A model with this objective's head.</param>
    /// <param name="examples">At least one, with at least one target among them.</param>
    /// <param name="divisor">How many targets the whole step has, over all its micro-batches and processes.</param>
    /// <param name="context">The pass.</param>
    /// <returns>A single number with a graph.</returns>
    public abstract Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context);

    /// <summary>The objective of a head with the labels of <see cref="TrainingExample"/>.</summary>
    public static Objective For(HeadKind head) => head switch
    {
        HeadKind.MaskedLanguageModeling or HeadKind.TokenClassification => new TokenObjective(head),
        HeadKind.CausalLanguageModeling => new CausalObjective(),
        HeadKind.SequenceClassification => new SequenceObjective(),
        HeadKind.QuestionAnswering => new QuestionObjective(),
        HeadKind.SequenceToSequence => new SequenceToSequenceObjective(),
        _ => throw new ArgumentOutOfRangeException(nameof(head)),
    };

    /// <summary>Packs the examples' sequences where the model lies.</summary>
    protected static TokenBatch Pack(PretrainedModel model, IReadOnlyList<TrainingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        return TokenBatch.Pack([.. examples.Select(example => example.Sequence)], model.Device);
    }

    /// <summary>The sum of -log softmax(logits)[label] over a number.</summary>
    /// <param name="logits">[n × classes].</param>
    /// <param name="labels">n of them.</param>
    /// <param name="divisor">What the sum is divided by.</param>
    protected static Tensor CrossEntropy(Tensor logits, long[] labels, double divisor)
    {
        ArgumentNullException.ThrowIfNull(labels);
        // In float32 also where the products ran in a shorter type: a sum of thousands of small numbers.
        Tensor whole = Operators.InFloat32(logits);
        return Operators.CrossEntropy(whole, TokenBatch.On(whole.Device, labels), Ignored, reduction: 2) / divisor;
    }

    /// <summary>The rows of the tokens that have a label, and their labels.</summary>
    /// <param name="batch">The packed batch.</param>
    /// <param name="examples">Its examples.</param>
    /// <param name="shift">0: a token's own label; 1: the label of the token behind it.</param>
    protected static (long[] Rows, long[] Labels) Targets(TokenBatch batch, IReadOnlyList<TrainingExample> examples, int shift)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(examples);
        List<long> rows = [], labels = [];
        for (int e = 0; e < examples.Count; e++)
        {
            IReadOnlyList<int> own = examples[e].Labels;
            if (own.Count != batch.Length(e))
                throw new ArgumentException($"example {e} has {batch.Length(e)} tokens and {own.Count} labels", nameof(examples));
            for (int i = 0; i + shift < own.Count; i++)
            {
                if (own[i + shift] == Ignored)
                    continue;
                rows.Add(batch.FirstToken(e) + i);
                labels.Add(own[i + shift]);
            }
        }

        return ([.. rows], [.. labels]);
    }
}
