using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Objectives;

/// <summary>
/// Cross-entropy of each token that a decoder should write, after the ones before it and the encoder's text (Sutskever et al. 2014; Raffel et al. 2020). An example's labels are
/// the ids of the text to write, its end token included; the decoder reads them one place later, behind its start token.
/// </summary>
public sealed class SequenceToSequenceObjective : Objective
{
    /// <inheritdoc/>
    public override HeadKind Head => HeadKind.SequenceToSequence;

    /// <inheritdoc/>
    public override int CountTargets(TrainingExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return example.Labels.Count(label => label != Ignored);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidModelException">The model names no token that a decoder begins with.</exception>
    public override Tensor Loss(PretrainedModel model, IReadOnlyList<TrainingExample> examples, double divisor, ForwardContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        int start = model.DecoderStartToken(), padding = model.PaddingToken() ?? start;
        (TokenBatch from, TokenBatch to) = TokenBatch.PackPairs(
            [.. examples.Select(example => example.Sequence)], [.. examples.Select((example, i) => Written(example, i, start, padding))], model.Device);
        EncoderDecoderBody body = (EncoderDecoderBody)model.Body; // a model of this objective has two stacks
        (long[] rows, long[] labels) = Targets(to, examples, shift: 0);
        Tensor hidden = body.Decode(to, body.Encode(from, context), from, context);
        Tensor picked = Operators.IndexSelect(hidden, 0, TokenBatch.On(hidden.Device, rows));
        return CrossEntropy(model.Head!.Forward(picked, to, context), labels, divisor); // and a head
    }

    /// <summary>What the decoder reads: its start token, then all but the last of what it should write. A token that nobody asks for is read as padding.</summary>
    private static TokenSequence Written(TrainingExample example, int place, int start, int padding)
    {
        if (example.Labels.Count == 0)
            throw new ArgumentException($"example {place} has no text to write", nameof(example));
        return new TokenSequence([start, .. example.Labels.SkipLast(1).Select(label => label == Ignored ? padding : label)]);
    }
}
