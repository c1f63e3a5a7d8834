using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.Llama;

/// <summary>Llama (Touvron et al. 2023) and models of its form.</summary>
internal sealed class LlamaArchitecture : ModelArchitecture
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ModelTypes => ["llama"];

    /// <inheritdoc/>
    public override string BodyPrefix => "model.";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<HeadKind, string> HeadClasses { get; } = new Dictionary<HeadKind, string>
    {
        [HeadKind.CausalLanguageModeling] = "LlamaForCausalLM",
        [HeadKind.SequenceClassification] = "LlamaForSequenceClassification",
        [HeadKind.TokenClassification] = "LlamaForTokenClassification",
    };

    /// <inheritdoc/>
    public override ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source) =>
        new LlamaBody(new LlamaConfiguration(configuration), source, BodyPrefix);

    /// <inheritdoc/>
    public override ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source)
    {
        LlamaConfiguration own = new(configuration);
        int classes = configuration.Labels().Count;
        string output = configuration.Flag("tie_word_embeddings", false) ? "model.embed_tokens.weight" : "lm_head.weight";
        return kind switch
        {
            HeadKind.CausalLanguageModeling => new VocabularyHead(source.Require(output, own.VocabularySize, own.HiddenSize)),
            HeadKind.SequenceClassification => new LastTokenHead(Linear.LoadOrCreate(source, "score", own.HiddenSize, classes, bias: false)),
            HeadKind.TokenClassification => new OutputHead(Linear.LoadOrCreate(source, "score", own.HiddenSize, classes), own.ClassifierDropout),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
