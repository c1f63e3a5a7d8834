using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using Calque.Neural.Models;
using Calque.Neural.Tests.Support;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Directories that cannot be used are refused with the place, what was found and what to do: never computed as something else.</summary>
[LeakChecked]
public sealed class ModelConfigurationErrorTests
{
    /// <summary>A fixture, a key of config.json, its new value as JSON (null: taken out), and what the error must name.</summary>
    public static TheoryData<string, string, string?, string> Wrong() => new()
    {
        // No number, or none that makes sense.
        { "roberta-mlm", "hidden_size", "\"wide\"", "hidden_size" },
        { "roberta-mlm", "num_attention_heads", "3", "3 heads" },
        { "roberta-mlm", "pad_token_id", "40", "pad_token_id 40" },
        { "distilbert-mlm", "dim", null, "no dim" },
        { "distilbert-mlm", "n_heads", "5", "5 heads" },
        { "distilbert-mlm", "dropout", "2", "dropout 2" },
        { "gpt2-clm", "n_head", "3", "3 heads" },
        { "gpt2-clm", "n_inner", "-1", "n_inner -1" },
        { "gpt2-clm", "activation_function", "\"maxout\"", "maxout" },
        { "gpt2-clm", "add_cross_attention", "true", "add_cross_attention" },
        { "llama-clm", "num_key_value_heads", "3", "num_key_value_heads 3" },
        { "llama-clm", "head_dim", "5", "width 5" },
        { "llama-clm", "num_attention_heads", "6", "6 heads" },
        { "llama-clm", "rope_theta", "0", "rope_theta 0" },
        { "llama-clm", "rope_theta", "\"x\"", "rope_theta" },
        { "t5-seq2seq", "relative_attention_num_buckets", "3", "relative_attention_num_buckets 3" },
        { "t5-seq2seq", "relative_attention_max_distance", "16", "distance 16" },
        { "t5-seq2seq", "feed_forward_proj", "\"gated-swan\"", "swan" },
        { "mt5-seq2seq", "d_kv", "null", "no d_kv" },

        // Rules for long texts that are not computed, by name; and no rule at all.
        { "llama-clm", "rope_scaling", """{"type":"dynamic","factor":2.0}""", "'dynamic'" },
        { "llama-clm", "rope_scaling", """{"rope_type":"yarn","factor":2.0}""", "'yarn'" },
        { "llama-clm", "rope_scaling", """{"rope_type":"linear"}""", "no factor" },
        { "llama-clm", "rope_scaling", """{"rope_type":"linear","factor":-2}""", "factor -2" },
        { "llama-clm", "rope_scaling", "\"linear\"", "rope_scaling" },
        { "llama-clm", "rope_parameters", """{"rope_type":"longrope"}""", "'longrope'" },
        { "llama-clm", "rope_scaling", """{"rope_type":"llama3","factor":8}""", "no low_freq_factor" },
        { "llama-clm", "rope_scaling", """{"rope_type":"llama3","factor":8,"low_freq_factor":4,"high_freq_factor":4,"original_max_position_embeddings":64}""", "high_freq_factor 4" },
        { "llama-clm", "rope_parameters", """{"rope_type":5}""", "rope_type 5" },

        // Tensors that are not there.
        { "roberta-mlm", "num_hidden_layers", "3", "roberta.encoder.layer.2." },
        { "distilbert-mlm", "n_layers", "3", "distilbert.transformer.layer.2." },
        { "gpt2-clm", "n_layer", "3", "transformer.h.2." },
        { "gpt2-clm", "tie_word_embeddings", "false", "lm_head.weight" },
        { "llama-clm", "num_hidden_layers", "3", "model.layers.2." },
        { "llama-clm-one-key-head", "tie_word_embeddings", "false", "lm_head.weight" },
        { "t5-seq2seq", "num_layers", "3", "encoder.block.2." },
        { "t5-seq2seq", "num_decoder_layers", "3", "decoder.block.2." },
        { "t5-seq2seq", "feed_forward_proj", "\"gated-gelu\"", "wi_0.weight" },
        { "t5-seq2seq", "tie_word_embeddings", "false", "lm_head.weight" },

        // Tensors of other shapes.
        { "roberta-mlm", "max_position_embeddings", "30", "position_embeddings" },
        { "xlmr-mlm", "intermediate_size", "20", "intermediate.dense" },
        { "distilbert-mlm", "hidden_dim", "20", "ffn.lin1" },
        { "gpt2-clm", "n_inner", "20", "mlp.c_fc" },
        { "llama-clm", "num_key_value_heads", "4", "k_proj" },
        { "llama-clm", "head_dim", "6", "q_proj" },
        { "t5-seq2seq", "d_kv", "4", "SelfAttention.q" },
        { "mt5-seq2seq", "relative_attention_num_buckets", "16", "relative_attention_bias" },
    };

    [TensorTheory]
    [MemberData(nameof(Wrong))]
    public void Load_OfAConfigurationThatDoesNotFit_SaysWhereAndWhatToDo(string fixture, string key, string? value, string named)
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", fixture), config =>
        {
            if (value is null)
                config.Remove(key);
            else
                config[key] = JsonNode.Parse(value);
        });
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => PretrainedModel.Load(folder.Path).Dispose());
        Assert.StartsWith(folder.Path, error.Place, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [TensorTheory]
    [InlineData("roberta-mlm", HeadKind.CausalLanguageModeling)]
    [InlineData("llama-clm", HeadKind.QuestionAnswering)]
    [InlineData("llama-clm", HeadKind.MaskedLanguageModeling)]
    [InlineData("t5-seq2seq", HeadKind.SequenceClassification)]
    public void Load_WithAHeadThatTheFamilyLacks_IsRefused(string fixture, HeadKind kind)
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", fixture), _ => { });
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => PretrainedModel.Load(folder.Path, new ModelLoadOptions { Head = kind }).Dispose());
        Assert.Contains(kind.ToString(), error.Message, StringComparison.Ordinal);
    }

    [TensorTheory]
    [InlineData("roberta-mlm", "classifier.dense.weight")]
    [InlineData("distilbert-mlm", "pre_classifier.weight")]
    [InlineData("gpt2-clm", "score.weight")]
    [InlineData("llama-clm", "score.weight")]
    public void Load_ForAClassifierThatTheFilesLack_DrawsItAndSaysSo(string fixture, string parameter)
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", fixture), config => config["num_labels"] = 5);
        using PretrainedModel model = PretrainedModel.Load(folder.Path, new ModelLoadOptions { Head = HeadKind.SequenceClassification });
        Assert.Contains(parameter, model.Weights.Created);
        Assert.All(model.Weights.Created, name => Assert.DoesNotContain("layer", name, StringComparison.Ordinal));
    }

    [TensorFact]
    public void Catalogue_EveryModelTypeOfTheStep_HasAFamily()
    {
        List<string> missing = [];
        foreach (string type in (string[])["bert", "roberta", "xlm-roberta", "camembert", "distilbert", "gpt2", "llama", "t5", "mt5"])
        {
            if (ModelCatalogue.Find(type) is null)
                missing.Add(type);
        }

        Assert.Empty(missing);
    }
}
