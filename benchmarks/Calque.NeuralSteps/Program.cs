using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Training;

namespace Calque.NeuralSteps;

/// <summary>The engine's side of <c>benchmarks/neural</c>: one step of training for each line <c>go</c> (its README has the protocol).</summary>
internal static class Program
{
    private const int Texts = 16;

    private static int Main(string[] arguments)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        string kind = arguments is ["device-share" or "steady", ..] ? arguments[0] : "";
        for (int i = kind.Length > 0 ? 1 : 0; i + 1 < arguments.Length; i += 2)
            options[arguments[i]] = arguments[i + 1];
        TensorEngine.Threads = int.Parse(options.GetValueOrDefault("--threads", "1"), CultureInfo.InvariantCulture);
        if (kind == "device-share")
            return new DeviceShare(options).Run();
        if (kind == "steady")
            return new SteadyRun(options).Run();
        double dropout = double.Parse(options.GetValueOrDefault("--dropout", "0.1"), CultureInfo.InvariantCulture);
        using PretrainedModel model = PretrainedModel.Load(options["--model"], new ModelLoadOptions { ForTraining = true });
        using SafetensorsFile data = SafetensorsFile.Open(options["--data"]);
        bool pretraining = model.HeadKind == HeadKind.MaskedLanguageModeling;
        TrainingExample[] examples = pretraining ? ReadMasked(data) : ReadTexts(data);
        TrainingOptions training = new()
        {
            Steps = 1_000_000,
            BatchSize = pretraining ? 32 : Texts,
            LearningRate = double.Parse(options.GetValueOrDefault("--learning-rate", "1e-4"), CultureInfo.InvariantCulture),
            Schedule = LearningRateKind.Constant,
            ClipNorm = double.PositiveInfinity,
            Dropout = dropout,
            Precision = Precisions.Parse(options.GetValueOrDefault("--precision", "fp32")),
        };
        using TrainingLoop loop = new(model, Objective.For(model.HeadKind!.Value), new InOrder(examples), training);
        Console.Out.WriteLine("ready");
        Console.Out.Flush();
        for (int step = 0; Console.In.ReadLine() is "go"; step++)
        {
            TrainingExample[] batch = [.. Enumerable.Range(0, training.BatchSize).Select(i => examples[((step * training.BatchSize) + i) % examples.Length])];
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            TrainingStepReport report = loop.Step(batch);
            double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds, used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds;
            string line = string.Create(CultureInfo.InvariantCulture, $"{wall:F3} {used:F3} {report.Loss:R}");
            Console.Out.WriteLine(pretraining ? line : string.Create(CultureInfo.InvariantCulture, $"{line} {report.Tokens}"));
            Console.Out.Flush();
        }

        return 0;
    }

    private static TrainingExample[] ReadMasked(SafetensorsFile data)
    {
        long[] ids = Read(data, "input_ids", out long[] shape), positions = Read(data, "positions", out long[] picked), labels = Read(data, "labels", out _);
        int length = (int)shape[2], perBatch = (int)(shape[1] * shape[2]);
        int[] all = new int[ids.Length];
        Array.Fill(all, Objective.Ignored);
        for (int i = 0; i < positions.Length; i++)
            all[((i / picked[1]) * perBatch) + positions[i]] = (int)labels[i];
        return [.. Enumerable.Range(0, ids.Length / length).Select(text =>
            new TrainingExample(new TokenSequence([.. ids.Skip(text * length).Take(length).Select(id => (int)id)]), all[(text * length)..((text + 1) * length)]))];
    }

    private static TrainingExample[] ReadTexts(SafetensorsFile data)
    {
        long[] tokens = Read(data, "tokens", out _), lengths = Read(data, "lengths", out _), labels = Read(data, "labels", out _);
        TrainingExample[] examples = new TrainingExample[lengths.Length];
        for (int i = 0, next = 0; i < examples.Length; next += (int)lengths[i++])
            examples[i] = new TrainingExample(new TokenSequence([.. tokens.Skip(next).Take((int)lengths[i]).Select(id => (int)id)]), [(int)labels[i]]);
        return examples;
    }

    private static long[] Read(SafetensorsFile data, string name, out long[] shape)
    {
        if (!data.TryGetTensor(name, out TensorInfo? info))
            throw new InvalidDataException($"no tensor {name}");
        shape = [.. info.Shape];
        ReadOnlySpan<byte> bytes = data.GetBytes(info, 0, (int)info.Length);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(bytes).ToArray();
    }
}
