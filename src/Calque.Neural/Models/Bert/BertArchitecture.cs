using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.Bert;

/// <summary>BERT and mBERT (Devlin et al. 2019).</summary>
internal sealed class BertArchitecture : ModelArchitecture
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes => ["bert"];

    /// <inheritdoc/>
    public override string BodyPrefix => "bert.";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; } = new Dictionary<HeadKind, string>
    {
        [HeadKind.MaskedLanguageModeling] = "BertForMaskedLM",
        [HeadKind.SequenceClassification] = "BertForSequenceClassification",
        [HeadKind.TokenClassification] = "BertForTokenClassification",
        [HeadKind.QuestionAnswering] = "BertForQuestionAnswering",
    };

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source) =>
        new BertBody(new BertConfiguration(configuration), source, BodyPrefix, firstPosition: 0);

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        BertConfiguration bert = new(configuration);
        int classes = configuration.Labels().Count;
        return kind switch
        {
            HeadKind.MaskedLanguageModeling => new BertMaskedLanguageModelingHead(bert, source, configuration.Flag("tie_word_embeddings", true)),
            HeadKind.SequenceClassification => new BertSequenceClassificationHead(bert, source, classes),
            HeadKind.TokenClassification => new OutputHead(Linear.LoadOrCreate(source, "classifier", bert.HiddenSize, classes), bert.ClassifierDropout),
            HeadKind.QuestionAnswering => new OutputHead(Linear.LoadOrCreate(source, "qa_outputs", bert.HiddenSize, 2), null),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
