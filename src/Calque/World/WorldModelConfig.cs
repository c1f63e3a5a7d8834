using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.Safetensors;
using Calque.Tokenizers;

namespace Calque.World;

/// <summary>The configuration and the tensor names of the world's models, as the two families have them.</summary>
internal static class WorldModelConfig
{
    public static void Write(string path, JsonObject config)
    {
        using FileStream stream = File.Create(path);
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            config.WriteTo(json);
        stream.WriteByte((byte)'\n');
    }

    public static JsonObject Create(WorldModelKind kind, int hidden, Tokenizer tokenizer)
    {
        int Id(string token) => tokenizer.TryGetId(token, out int id)
            ? id
            : throw new InvalidTokenizerException(tokenizer.Path, $"no token {token}", "a tokenizer of the world for this model",
                "Take tokenizers/a-wordpiece for BERT and tokenizers/a-bytelevel for GPT-2.");

        return kind == WorldModelKind.Bert
            ? new JsonObject
            {
                ["architectures"] = new JsonArray("BertForMaskedLM"),
                ["model_type"] = "bert",
                ["vocab_size"] = tokenizer.VocabularySize,
                ["hidden_size"] = hidden,
                ["num_hidden_layers"] = 1,
                ["num_attention_heads"] = WorldModel.Heads,
                ["intermediate_size"] = 2 * hidden,
                ["hidden_act"] = "gelu",
                ["hidden_dropout_prob"] = 0.1,
                ["attention_probs_dropout_prob"] = 0.1,
                ["max_position_embeddings"] = WorldTokenizer.MaximumLength,
                ["type_vocab_size"] = 2,
                ["initializer_range"] = 0.02,
                ["layer_norm_eps"] = 1e-12,
                ["pad_token_id"] = Id("[PAD]"),
                ["tie_word_embeddings"] = true,
                ["torch_dtype"] = "float32",
            }
            : new JsonObject
            {
                ["architectures"] = new JsonArray("GPT2LMHeadModel"),
                ["model_type"] = "gpt2",
                ["vocab_size"] = tokenizer.VocabularySize,
                ["n_embd"] = hidden,
                ["n_layer"] = 1,
                ["n_head"] = WorldModel.Heads,
                ["n_inner"] = 2 * hidden,
                ["n_positions"] = WorldTokenizer.MaximumLength,
                ["activation_function"] = "gelu_new",
                ["layer_norm_epsilon"] = 1e-05,
                ["initializer_range"] = 0.02,
                ["bos_token_id"] = Id("<|endoftext|>"),
                ["eos_token_id"] = Id("<|endoftext|>"),
                ["tie_word_embeddings"] = false,
                ["torch_dtype"] = "float32",
            };
    }

    public static IReadOnlyList<TensorSpec> GetTensors(WorldModelKind kind, int hidden, int vocabulary)
    {
        const int Positions = WorldTokenizer.MaximumLength;
        return kind == WorldModelKind.Bert
            ?
            [
                Of("bert.embeddings.word_embeddings.weight", vocabulary, hidden),
                Of("bert.embeddings.position_embeddings.weight", Positions, hidden),
                Of("bert.embeddings.token_type_embeddings.weight", 2, hidden),
                .. Norm("bert.embeddings.LayerNorm", hidden),
                .. Linear("bert.encoder.layer.0.attention.self.query", hidden, hidden),
                .. Linear("bert.encoder.layer.0.attention.self.key", hidden, hidden),
                .. Linear("bert.encoder.layer.0.attention.self.value", hidden, hidden),
                .. Linear("bert.encoder.layer.0.attention.output.dense", hidden, hidden),
                .. Norm("bert.encoder.layer.0.attention.output.LayerNorm", hidden),
                .. Linear("bert.encoder.layer.0.intermediate.dense", 2 * hidden, hidden),
                .. Linear("bert.encoder.layer.0.output.dense", hidden, 2 * hidden),
                .. Norm("bert.encoder.layer.0.output.LayerNorm", hidden),
                .. Linear("cls.predictions.transform.dense", hidden, hidden),
                .. Norm("cls.predictions.transform.LayerNorm", hidden),
                Of("cls.predictions.bias", vocabulary),
            ]
            :
            [
                Of("transformer.wte.weight", vocabulary, hidden),
                Of("transformer.wpe.weight", Positions, hidden),
                .. Norm("transformer.h.0.ln_1", hidden),
                .. Convolution("transformer.h.0.attn.c_attn", hidden, 3 * hidden),
                .. Convolution("transformer.h.0.attn.c_proj", hidden, hidden),
                .. Norm("transformer.h.0.ln_2", hidden),
                .. Convolution("transformer.h.0.mlp.c_fc", hidden, 2 * hidden),
                .. Convolution("transformer.h.0.mlp.c_proj", 2 * hidden, hidden),
                .. Norm("transformer.ln_f", hidden),
                Of("lm_head.weight", vocabulary, hidden),
            ];
    }

    private static TensorSpec Of(string name, params int[] shape) =>
        TensorSpec.Create(name, ElementType.F32, [.. shape.Select(size => (long)size)]);

    private static IEnumerable<TensorSpec> Norm(string name, int size) => [Of(name + ".weight", size), Of(name + ".bias", size)];

    private static IEnumerable<TensorSpec> Linear(string name, int output, int input) => [Of(name + ".weight", output, input), Of(name + ".bias", output)];

    // GPT-2 stores its matrices input first.
    private static IEnumerable<TensorSpec> Convolution(string name, int input, int output) => [Of(name + ".weight", input, output), Of(name + ".bias", output)];
}
