using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Formats.HuggingFace;

/// <summary>The table of model families; a new family is one entry here. Source: the model classes of the public library <c>transformers</c>.</summary>
public static class ModelFamilies
{
    private const string WordEmbeddings = "embeddings.word_embeddings.weight";
    private const string PositionEmbeddings = "embeddings.position_embeddings.weight";

    private static readonly string[] s_predictionHead = ["cls.predictions.decoder.weight"];
    private static readonly string[] s_predictionBias = ["cls.predictions.bias", "cls.predictions.decoder.bias"];
    private static readonly string[] s_modelHead = ["lm_head.weight"];

    /// <summary>All families.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } =
    [
        new()
        {
            Name = "ALBERT", ModelTypes = ["albert"], Prefixes = ["albert."], Embeddings = [WordEmbeddings],
            Heads = ["predictions.decoder.weight"], Biases = ["predictions.bias", "predictions.decoder.bias"],
        },
        new()
        {
            Name = "BART", ModelTypes = ["bart", "mbart", "plbart", "mvp", "pegasus", "blenderbot", "blenderbot-small", "m2m_100", "bigbird_pegasus"],
            Prefixes = ["model."], Embeddings = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"],
            Heads = s_modelHead, Biases = ["final_logits_bias"],
        },
        new()
        {
            Name = "BERT", ModelTypes = ["bert", "megatron-bert", "big_bird", "nezha"], Prefixes = ["bert.", "nezha."],
            Embeddings = [WordEmbeddings], Heads = s_predictionHead, Biases = s_predictionBias,
        },
        new()
        {
            Name = "BLOOM", ModelTypes = ["bloom"], Prefixes = ["transformer."], Embeddings = ["word_embeddings.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "CamemBERT", ModelTypes = ["camembert"], Prefixes = ["roberta."], Embeddings = [WordEmbeddings],
            Heads = ["lm_head.decoder.weight"], Biases = ["lm_head.bias", "lm_head.decoder.bias"], PaddingBasedPositions = PositionEmbeddings,
        },
        new()
        {
            Name = "CTRL", ModelTypes = ["ctrl"], Prefixes = ["transformer."], Embeddings = ["w.weight"],
            Heads = s_modelHead, Biases = ["lm_head.bias"],
        },
        new()
        {
            // `lm_predictions.` stands in the original checkpoints and in those of the newer class, `cls.` in those that the older class wrote.
            Name = "DeBERTa", ModelTypes = ["deberta", "deberta-v2"], Prefixes = ["deberta."], Embeddings = [WordEmbeddings],
            Heads = ["cls.predictions.decoder.weight", "lm_predictions.lm_head.weight", "lm_predictions.lm_head.decoder.weight"],
            Biases = ["cls.predictions.bias", "cls.predictions.decoder.bias", "lm_predictions.lm_head.bias", "lm_predictions.lm_head.decoder.bias"],
        },
        new()
        {
            Name = "DistilBERT", ModelTypes = ["distilbert"], Prefixes = ["distilbert."], Embeddings = [WordEmbeddings],
            Heads = ["vocab_projector.weight"], Biases = ["vocab_projector.bias"],
        },
        new()
        {
            Name = "ELECTRA", ModelTypes = ["electra", "convbert"], Prefixes = ["electra.", "convbert."], Embeddings = [WordEmbeddings],
            Heads = ["generator_lm_head.weight"], Biases = ["generator_lm_head.bias"],
        },
        new()
        {
            Name = "ERNIE", ModelTypes = ["ernie", "roformer"], Prefixes = ["ernie.", "roformer."], Embeddings = [WordEmbeddings],
            Heads = s_predictionHead, Biases = s_predictionBias,
        },
        new()
        {
            Name = "Falcon", ModelTypes = ["falcon"], Prefixes = ["transformer."], Embeddings = ["word_embeddings.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "Gemma", ModelTypes = ["gemma", "gemma2", "gemma3_text", "cohere", "cohere2"], Prefixes = ["model."],
            Embeddings = ["embed_tokens.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "GPT-2", ModelTypes = ["gpt2", "gpt_bigcode"], Prefixes = ["transformer."], Embeddings = ["wte.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "GPT-J", ModelTypes = ["gptj", "codegen"], Prefixes = ["transformer."], Embeddings = ["wte.weight"],
            Heads = s_modelHead, Biases = ["lm_head.bias"], TiesByDefault = false,
        },
        new()
        {
            Name = "GPT-Neo", ModelTypes = ["gpt_neo"], Prefixes = ["transformer."], Embeddings = ["wte.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "GPT-NeoX", ModelTypes = ["gpt_neox", "gpt_neox_japanese"], Prefixes = ["gpt_neox.", "gpt_neox_japanese."],
            Embeddings = ["embed_in.weight"], Heads = ["embed_out.weight", "lm_head.weight"], TiesByDefault = false,
        },
        new()
        {
            Name = "LED", ModelTypes = ["led"], Prefixes = ["led."],
            Embeddings = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"],
            Heads = s_modelHead, Biases = ["final_logits_bias"],
        },
        new()
        {
            Name = "Llama",
            ModelTypes =
            [
                "llama", "mistral", "mixtral", "qwen2", "qwen2_moe", "qwen3", "qwen3_moe", "phi3", "stablelm", "olmo", "olmo2", "granite", "starcoder2",
                "smollm3", "ministral", "deepseek_v2", "deepseek_v3", "glm", "glm4", "nemotron", "exaone4", "arcee",
            ],
            Prefixes = ["model."], Embeddings = ["embed_tokens.weight"], Heads = s_modelHead, TiesByDefault = false,
        },
        new()
        {
            Name = "ModernBERT", ModelTypes = ["modernbert"], Prefixes = ["model."], Embeddings = ["embeddings.tok_embeddings.weight"],
            Heads = ["decoder.weight"], Biases = ["decoder.bias"],
        },
        new()
        {
            Name = "MPNet", ModelTypes = ["mpnet"], Prefixes = ["mpnet."], Embeddings = [WordEmbeddings],
            Heads = ["lm_head.decoder.weight"], Biases = ["lm_head.bias", "lm_head.decoder.bias"], PaddingBasedPositions = PositionEmbeddings,
        },
        new()
        {
            Name = "GPT", ModelTypes = ["openai-gpt"], Prefixes = ["transformer."], Embeddings = ["tokens_embed.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "OPT", ModelTypes = ["opt", "xglm", "biogpt"], Prefixes = ["model.decoder.", "decoder.", "model.", "biogpt."],
            Embeddings = ["embed_tokens.weight"], Heads = ["lm_head.weight", "output_projection.weight"],
        },
        new()
        {
            // The second name stands in checkpoints of the model's first, own code.
            Name = "Phi", ModelTypes = ["phi", "phi-msft"], Prefixes = ["model.", "transformer."], Embeddings = ["embed_tokens.weight", "embd.wte.weight"],
            Heads = ["lm_head.weight", "lm_head.linear.weight"], Biases = ["lm_head.bias", "lm_head.linear.bias"], TiesByDefault = false,
        },
        new()
        {
            Name = "RoBERTa",
            ModelTypes = ["roberta", "xlm-roberta", "xlm-roberta-xl", "longformer", "xmod", "data2vec-text", "roberta-prelayernorm", "ibert"],
            Prefixes = ["roberta.", "longformer.", "data2vec_text.", "roberta_prelayernorm.", "ibert."], Embeddings = [WordEmbeddings],
            Heads = ["lm_head.decoder.weight"], Biases = ["lm_head.bias", "lm_head.decoder.bias"], PaddingBasedPositions = PositionEmbeddings,
        },
        new()
        {
            Name = "T5", ModelTypes = ["t5", "umt5", "longt5", "switch_transformers"], Prefixes = ["transformer."],
            Embeddings = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"], Heads = s_modelHead,
        },
        new()
        {
            Name = "mT5", ModelTypes = ["mt5"], Prefixes = ["transformer."],
            Embeddings = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"], Heads = s_modelHead, TiesByDefault = false,
        },
        new()
        {
            Name = "XLM", ModelTypes = ["xlm", "flaubert"], Prefixes = ["transformer."], Embeddings = ["embeddings.weight"],
            Heads = ["pred_layer.proj.weight"], Biases = ["pred_layer.proj.bias"],
        },
        new()
        {
            Name = "XLNet", ModelTypes = ["xlnet"], Prefixes = ["transformer."], Embeddings = ["word_embedding.weight"],
            Heads = ["lm_loss.weight"], Biases = ["lm_loss.bias"],
        },
    ];

    /// <summary>The family of a <c>model_type</c>; null if the table does not know it.</summary>
    public static ModelFamily? Find(string modelType) =>
        All.FirstOrDefault(family => family.ModelTypes.Contains(modelType, StringComparer.Ordinal));
}
