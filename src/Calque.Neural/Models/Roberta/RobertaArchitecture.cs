using System;
using System.Collections.Generic;
using Calque.Neural.Layers;
using Calque.Neural.Models.Bert;

namespace Calque.Neural.Models.Roberta;

/// <summary>RoBERTa (Liu et al. 2019), and XLM-R and CamemBERT, which differ in the names of their public classes only.</summary>
internal sealed class RobertaArchitecture : ModelArchitecture
{
    // Positions count from the padding id + 1; where config.json is silent the public class takes 1.
    private const int UsualPaddingId = 1;

    /// <param name="modelType">Such as <c>xlm-roberta</c>.</param>
    /// <param name="classes">What the names of its public classes begin with, such as <c>XLMRoberta</c>.</param>
    public RobertaArchitecture(string modelType, string classes)
    {
        ModelTypes = [modelType];
        HeadClasses = new Dictionary<HeadKind, string>
        {
            [HeadKind.MaskedLanguageModeling] = $"{classes}ForMaskedLM",
            [HeadKind.SequenceClassification] = $"{classes}ForSequenceClassification",
            [HeadKind.TokenClassification] = $"{classes}ForTokenClassification",
            [HeadKind.QuestionAnswering] = $"{classes}ForQuestionAnswering",
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes { get; }

    /// <inheritdoc/>
    public override string BodyPrefix => "roberta.";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; }

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source)
    {
        BertConfiguration roberta = new(configuration);
        int firstPosition = (configuration.TokenId("pad_token_id") ?? UsualPaddingId) + 1;
        if (firstPosition >= roberta.Positions)
        {
            throw new InvalidModelException(
                configuration.Place, $"max_position_embeddings {roberta.Positions} and pad_token_id {firstPosition - 1}", "positions behind the padding id: they count from pad_token_id + 1",
                "The padding id was changed together with the tokenizer; positions keep the old one. Put the old id back.");
        }

        return new BertBody(roberta, source, BodyPrefix, firstPosition);
    }

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        BertConfiguration roberta = new(configuration);
        int classes = configuration.Labels().Count;
        return kind switch
        {
            HeadKind.MaskedLanguageModeling => new RobertaMaskedLanguageModelingHead(roberta, source, configuration.Flag("tie_word_embeddings", true)),
            HeadKind.SequenceClassification => new RobertaSequenceClassificationHead(roberta, source, classes),
            HeadKind.TokenClassification => new OutputHead(Linear.LoadOrCreate(source, "classifier", roberta.HiddenSize, classes), roberta.ClassifierDropout),
            HeadKind.QuestionAnswering => new OutputHead(Linear.LoadOrCreate(source, "qa_outputs", roberta.HiddenSize, 2), null),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
