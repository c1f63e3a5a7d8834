using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.DistilBert;

/// <summary>DistilBERT (Sanh et al. 2019).</summary>
internal sealed class DistilBertArchitecture : ModelArchitecture
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes => ["distilbert"];

    /// <inheritdoc/>
    public override string BodyPrefix => "distilbert.";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; } = new Dictionary<HeadKind, string>
    {
        [HeadKind.MaskedLanguageModeling] = "DistilBertForMaskedLM",
        [HeadKind.SequenceClassification] = "DistilBertForSequenceClassification",
        [HeadKind.TokenClassification] = "DistilBertForTokenClassification",
        [HeadKind.QuestionAnswering] = "DistilBertForQuestionAnswering",
    };

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source) =>
        new DistilBertBody(new DistilBertConfiguration(configuration), source, BodyPrefix);

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        DistilBertConfiguration own = new(configuration);
        int classes = configuration.Labels().Count;
        return kind switch
        {
            HeadKind.MaskedLanguageModeling => new DistilBertMaskedLanguageModelingHead(own, source, configuration.Flag("tie_word_embeddings", true)),
            HeadKind.SequenceClassification => new DistilBertSequenceClassificationHead(own, source, classes),
            HeadKind.TokenClassification => new OutputHead(Linear.LoadOrCreate(source, "classifier", own.HiddenSize, classes), own.Dropout),
            HeadKind.QuestionAnswering => new OutputHead(Linear.LoadOrCreate(source, "qa_outputs", own.HiddenSize, 2), own.QuestionDropout),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
