using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.T5;

/// <summary>T5 (Raffel et al. 2020) and mT5 (Xue et al. 2021).</summary>
internal sealed class T5Architecture : ModelArchitecture
{
    private readonly bool _isMultilingual;

    /// <param name="modelType"><c>t5</c> or <c>mt5</c>.</param>
    /// <param name="classes">What the names of its public classes begin with.</param>
    public T5Architecture(string modelType, string classes)
    {
        _isMultilingual = modelType == "mt5";
        ModelTypes = [modelType];
        HeadClasses = new Dictionary<HeadKind, string> { [HeadKind.SequenceToSequence] = $"{classes}ForConditionalGeneration" };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes { get; }

    /// <summary>None: bodies and models with a head have the same names.</summary>
    public override string BodyPrefix => "";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; }

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source) =>
        new T5Body(new T5Configuration(configuration, _isMultilingual), source);

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        if (kind != HeadKind.SequenceToSequence)
            throw new ArgumentOutOfRangeException(nameof(kind));
        T5Configuration own = new(configuration, _isMultilingual);
        Parameter output = source.Require(own.IsTied ? "shared.weight" : "lm_head.weight", own.VocabularySize, own.HiddenSize);
        // A tied matrix was drawn for embeddings, not for scores: the factor brings them to scale, and belongs to the trained model.
        return new VocabularyHead(output, own.IsTied ? 1 / Math.Sqrt(own.HiddenSize) : 1);
    }
}
