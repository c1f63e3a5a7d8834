using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Training;
using Calque.Numerics.Randomness;

namespace Calque.NeuralSteps;

/// <summary>What share of a device's measured matrix speed the training of a RoBERTa shape reaches (docs/gpu.md).</summary>
internal sealed class DeviceShare
{
    private const int NoDevice = 3;
    private readonly Device _device;
    private readonly Precision _precision;
    private readonly int _layers, _width, _heads, _inner, _vocabulary, _length, _texts, _steps, _square;
    private readonly double _dropout;

    public DeviceShare(Dictionary<string, string> options)
    {
        _device = Device.Parse(options.GetValueOrDefault("--device", "cuda"));
        _precision = Precisions.Parse(options.GetValueOrDefault("--precision", "auto"));
        _layers = Number("--layers", 12);
        _width = Number("--width", 768);
        _heads = Number("--heads", 12);
        _inner = Number("--inner", 3072);
        _vocabulary = Number("--vocabulary", 50265);
        _length = Number("--length", 512);
        _texts = Number("--texts", 64);
        _steps = Number("--steps", 30);
        _square = Number("--square", 8192);
        _dropout = double.Parse(options.GetValueOrDefault("--dropout", "0"), CultureInfo.InvariantCulture);

        int Number(string name, int usual) => int.Parse(options.GetValueOrDefault(name, usual.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
    }

    public int Run()
    {
        if (_device.IsCuda && !TensorEngine.HasCuda)
        {
            Console.Error.WriteLine("No CUDA device here, or a libtorch without CUDA: nothing was measured. Build with CALQUE_LIBTORCH set to a libtorch that has it (docs/gpu.md).");
            return NoDevice;
        }

        double peak = Peak();
        Console.Out.WriteLine(FormattableString.Invariant($"matrix peak: {peak / 1e12:F2} TFLOP/s ({_precision.On(_device)}, {_square} x {_square} x {_square}, best of 5 by 20)"));
        string folder = Directory.CreateTempSubdirectory("calque-share-").FullName;
        try
        {
            Write(folder);
            double seconds = Train(folder, out double first, out double last);
            double operations = Operations();
            Console.Out.WriteLine(FormattableString.Invariant($"step: {seconds * 1e3:F1} ms (median of {_steps}), {_texts * _length / seconds:N0} tokens/s, loss {first:F4} to {last:F4}"));
            Console.Out.WriteLine(FormattableString.Invariant($"model: {operations / 1e12:F3} TFLOP a step, {operations / seconds / 1e12:F2} TFLOP/s, {100 * operations / seconds / peak:F1} % of the peak"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private int Predicted => _length * 15 / 100;

    /// <summary>Multiplications and additions of forward and backward (twice the forward) that the model's definition asks for; nothing that is computed again.</summary>
    private double Operations()
    {
        double tokens = (double)_texts * _length, square = (double)_width * _width;
        double layer = tokens * ((8 * square) + (4.0 * _width * _inner) + (4.0 * _length * _width));
        double head = (double)_texts * Predicted * ((2 * square) + (2.0 * _width * _vocabulary));
        return 3 * ((_layers * layer) + head);
    }

    private double Peak()
    {
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        DataType type = _precision.On(_device);
        Tensor a = Operators.Full([_square, _square], 0.5, type, _device), b = Operators.Full([_square, _square], 0.25, type, _device);
        double best = 0;
        for (int round = 0; round < 6; round++)
        {
            TensorEngine.Synchronize(_device);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 20; i++)
            {
                using TensorScope inner = TensorScope.Open();
                Operators.MatrixProduct(a, b);
            }

            TensorEngine.Synchronize(_device);
            if (round > 0)
                best = Math.Max(best, 20 * 2.0 * _square * _square * _square / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private double Train(string folder, out double first, out double last)
    {
        using PretrainedModel model = PretrainedModel.Load(folder, new ModelLoadOptions { ForTraining = true, Device = _device });
        TrainingExample[] examples = [.. Enumerable.Range(0, _texts * 4).Select(Example)];
        TrainingOptions options = new()
        {
            Steps = 1_000_000,
            BatchSize = _texts,
            LearningRate = 1e-4,
            Schedule = LearningRateKind.Constant,
            Dropout = _dropout,
            Precision = _precision,
        };
        using TrainingLoop loop = new(model, Objective.For(HeadKind.MaskedLanguageModeling), new Examples(examples), options);
        List<double> times = [];
        (first, last) = (0, 0);
        for (int step = 0; step < _steps + 5; step++)
        {
            TrainingExample[] batch = [.. Enumerable.Range(0, _texts).Select(i => examples[((step * _texts) + i) % examples.Length])];
            long start = Stopwatch.GetTimestamp();
            // The loss is read in every step, so the device has done its work when the step returns; waiting makes sure of the optimizer's.
            TrainingStepReport report = loop.Step(batch);
            TensorEngine.Synchronize(_device);
            if (step == 0)
                first = report.Loss;
            last = report.Loss;
            if (step >= 5)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private TrainingExample Example(int number)
    {
        KeyedRandom random = new(1, "benchmark/device-share", (ulong)number);
        int[] ids = new int[_length], labels = new int[_length];
        for (int i = 0; i < _length; i++)
        {
            ids[i] = 4 + (int)(random.NextUniform() * (_vocabulary - 4));
            // Every seventh or so, so that each text has the same number of predicted tokens.
            labels[i] = ((i + 1) * Predicted / _length) > (i * Predicted / _length) ? ids[i] : Objective.Ignored;
        }

        return new TrainingExample(new TokenSequence(ids), labels);
    }

    /// <summary>A model directory of the shape, drawn by the published rule: normal with 0.02, biases 0, norms 1.</summary>
    private void Write(string folder)
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

    private sealed class Examples(TrainingExample[] examples) : IExampleSource
    {
        public int Count => examples.Length;

        public TrainingExample Read(int index, int round) => examples[index];
    }
}
