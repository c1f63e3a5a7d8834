using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Neural.Objectives;
using Calque.Numerics.Randomness;

namespace Calque.NeuralSteps;

/// <summary>The sizes of a RoBERTa, a model directory of them with drawn parameters, and drawn texts for it.</summary>
internal sealed class RobertaShape
{
    private readonly int _layers, _width, _heads, _inner, _vocabulary, _length;

    /// <param name="options">As typed.</param>
    /// <param name="usual">Values of options that were not typed: layers, width, heads, inner, vocabulary, length.</param>
    public RobertaShape(Dictionary<string, string> options, params ReadOnlySpan<int> usual)
    {
        _layers = Number(options, "--layers", usual[0]);
        _width = Number(options, "--width", usual[1]);
        _heads = Number(options, "--heads", usual[2]);
        _inner = Number(options, "--inner", usual[3]);
        _vocabulary = Number(options, "--vocabulary", usual[4]);
        _length = Number(options, "--length", usual[5]);
    }

    /// <summary>Tokens of the longest text.</summary>
    public int Length => _length;

    /// <summary>Multiplications and additions of forward and backward (twice the forward) that the model's definition asks for with texts of full length; nothing that is computed again.</summary>
    public double Operations(int texts)
    {
        double tokens = (double)texts * _length, square = (double)_width * _width;
        double layer = tokens * ((8 * square) + (4.0 * _width * _inner) + (4.0 * _length * _width));
        double head = (double)texts * Predicted(_length) * ((2 * square) + (2.0 * _width * _vocabulary));
        return 3 * ((_layers * layer) + head);
    }

    /// <summary>A text of drawn tokens of which 15 % are predicted.</summary>
    public TrainingExample Example(int number, int length)
    {
        KeyedRandom random = new(1, "benchmark/texts", (ulong)number);
        int[] ids = new int[length], labels = new int[length];
        for (int i = 0; i < length; i++)
        {
            ids[i] = 4 + random.NextInt(_vocabulary - 4);
            // Every seventh or so, so that texts of one length have the same number of predicted tokens.
            labels[i] = ((i + 1) * Predicted(length) / length) > (i * Predicted(length) / length) ? ids[i] : Objective.Ignored;
        }

        return new TrainingExample(new TokenSequence(ids), labels);
    }

    /// <summary>A whole number of the options.</summary>
    public static int Number(Dictionary<string, string> options, string name, int usual) =>
        options.TryGetValue(name, out string? typed) ? int.Parse(typed, CultureInfo.InvariantCulture) : usual;

    /// <summary>A model directory of the shape, drawn by the published rule: normal with 0.02, biases 0, norms 1.</summary>
    public void Write(string folder)
    {
        JsonObject config = new()
        {
            ["architectures"] = new JsonArray("RobertaForMaskedLM"),
            ["model_type"] = "roberta",
            ["vocab_size"] = _vocabulary,
            ["hidden_size"] = _width,
            ["num_hidden_layers"] = _layers,
            ["num_attention_heads"] = _heads,
            ["intermediate_size"] = _inner,
            ["hidden_act"] = "gelu",
            ["hidden_dropout_prob"] = 0.1,
            ["attention_probs_dropout_prob"] = 0.1,
            ["max_position_embeddings"] = _length + 2,
            ["type_vocab_size"] = 1,
            ["layer_norm_eps"] = 1e-5,
            ["pad_token_id"] = 1,
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            Path.Combine(folder, "model.safetensors"), Shapes().Select(tensor => TensorSpec.Create(tensor.Name, ElementType.F32, tensor.Shape)));
        foreach (TensorInfo tensor in writer.Tensors)
        {
            float[] values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
            if (tensor.Shape.Count == 1)
                Array.Fill(values, tensor.Name.Contains("ayer", StringComparison.Ordinal) && tensor.Name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0);
            else
                Draw(tensor.Name, values);
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Complete();
    }

    private static void Draw(string name, float[] values)
    {
        KeyedRandom random = new(1, $"benchmark/{name}", 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(0.02 * random.NextNormal());
    }

    private IEnumerable<(string Name, long[] Shape)> Shapes()
    {
        const string embeddings = "roberta.embeddings.";
        yield return ($"{embeddings}word_embeddings.weight", [_vocabulary, _width]);
        yield return ($"{embeddings}position_embeddings.weight", [_length + 2, _width]);
        yield return ($"{embeddings}token_type_embeddings.weight", [1, _width]);
        foreach ((string Name, long[] Shape) norm in Both($"{embeddings}LayerNorm", [_width]))
            yield return norm;
        for (int layer = 0; layer < _layers; layer++)
        {
            string place = FormattableString.Invariant($"roberta.encoder.layer.{layer}.");
            IEnumerable<(string, long[])> own = ((string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"])
                .SelectMany(part => Both(place + part, [_width, _width]))
                .Concat(Both($"{place}attention.output.LayerNorm", [_width])).Concat(Both($"{place}output.LayerNorm", [_width]))
                .Concat(Both($"{place}intermediate.dense", [_inner, _width])).Concat(Both($"{place}output.dense", [_width, _inner]));
            foreach ((string, long[]) tensor in own)
                yield return tensor;
        }

        foreach ((string, long[]) tensor in Both("lm_head.dense", [_width, _width]).Concat(Both("lm_head.layer_norm", [_width])))
            yield return tensor;
        yield return ("lm_head.bias", [_vocabulary]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Both(string name, long[] weight) => [($"{name}.weight", weight), ($"{name}.bias", [weight[0]])];

    private static int Predicted(int length) => Math.Max(1, length * 15 / 100);
}
