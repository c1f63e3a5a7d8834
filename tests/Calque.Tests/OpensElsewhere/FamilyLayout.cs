using System.Collections.Generic;

namespace Calque.Tests.OpensElsewhere;

/// <summary>
/// Where a family keeps its vocabulary tensors, written down from the state dictionaries of the public model classes
/// (BertForMaskedLM, RobertaForMaskedLM, GPT2LMHeadModel, …), independently of the library's own table.
/// </summary>
internal sealed record FamilyLayout(string Embedding, string? Head, string? Bias, string? PaddingBasedPositions = null)
{
    public static IReadOnlyDictionary<string, FamilyLayout> All { get; } = new Dictionary<string, FamilyLayout>
    {
        ["bert"] = new("bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "cls.predictions.bias"),
        ["roberta"] = new("roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight", "lm_head.bias", "roberta.embeddings.position_embeddings.weight"),
        ["xlm-roberta"] = new("roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight", "lm_head.bias", "roberta.embeddings.position_embeddings.weight"),
        ["distilbert"] = new("distilbert.embeddings.word_embeddings.weight", "vocab_projector.weight", "vocab_projector.bias"),
        ["albert"] = new("albert.embeddings.word_embeddings.weight", "predictions.decoder.weight", "predictions.bias"),
        ["electra"] = new("electra.embeddings.word_embeddings.weight", "generator_lm_head.weight", "generator_lm_head.bias"),
        ["deberta-v2"] = new("deberta.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "cls.predictions.bias"),
        ["gpt2"] = new("transformer.wte.weight", "lm_head.weight", null),
        ["gpt_neox"] = new("gpt_neox.embed_in.weight", "embed_out.weight", null),
        ["opt"] = new("model.decoder.embed_tokens.weight", "lm_head.weight", null),
        ["bloom"] = new("transformer.word_embeddings.weight", "lm_head.weight", null),
        ["llama"] = new("model.embed_tokens.weight", "lm_head.weight", null),
        ["mistral"] = new("model.embed_tokens.weight", "lm_head.weight", null),
        ["qwen2"] = new("model.embed_tokens.weight", "lm_head.weight", null),
        ["gemma"] = new("model.embed_tokens.weight", "lm_head.weight", null),
        ["phi"] = new("model.embed_tokens.weight", "lm_head.weight", "lm_head.bias"),
        ["t5"] = new("shared.weight", "lm_head.weight", null),
        ["mt5"] = new("shared.weight", "lm_head.weight", null),
        ["bart"] = new("model.shared.weight", "lm_head.weight", "final_logits_bias"),
        ["mbart"] = new("model.shared.weight", "lm_head.weight", "final_logits_bias"),
    };

    /// <summary>The layout of a model by its type; T5's names stood behind <c>transformer.</c> in early checkpoints.</summary>
    public static FamilyLayout Of(IndependentModelReader model)
    {
        FamilyLayout layout = All[model.Config.GetProperty("model_type").GetString()!];
        return model.Tensors.ContainsKey(layout.Embedding) ? layout : layout with { Embedding = "transformer." + layout.Embedding };
    }
}
