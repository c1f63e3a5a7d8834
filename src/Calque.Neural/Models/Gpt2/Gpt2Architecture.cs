using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.Gpt2;

/// <summary>GPT-2 (Radford et al. 2019).</summary>
internal sealed class Gpt2Architecture : ModelArchitecture
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes => ["gpt2"];

    /// <inheritdoc/>
    public override string BodyPrefix => "transformer.";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; } = new Dictionary<HeadKind, string>
    {
        [HeadKind.CausalLanguageModeling] = "GPT2LMHeadModel",
        [HeadKind.SequenceClassification] = "GPT2ForSequenceClassification",
        [HeadKind.TokenClassification] = "GPT2ForTokenClassification",
        [HeadKind.QuestionAnswering] = "GPT2ForQuestionAnswering",
    };

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source) =>
        new Gpt2Body(new Gpt2Configuration(configuration), source, BodyPrefix);

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        Gpt2Configuration own = new(configuration);
        int classes = configuration.Labels().Count;
        string output = configuration.Flag("tie_word_embeddings", true) ? "transformer.wte.weight" : "lm_head.weight";
        return kind switch
        {
            HeadKind.CausalLanguageModeling => new VocabularyHead(source.Require(output, own.VocabularySize, own.HiddenSize)),
            HeadKind.SequenceClassification => new LastTokenHead(Linear.LoadOrCreate(source, "score", own.HiddenSize, classes, bias: false)),
            HeadKind.TokenClassification => new OutputHead(Linear.LoadOrCreate(source, "classifier", own.HiddenSize, classes), own.ClassifierDropout),
            HeadKind.QuestionAnswering => new OutputHead(Linear.LoadOrCreate(source, "qa_outputs", own.HiddenSize, 2), null),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
