using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>
/// A run that can go on: a model directory like any other, and in its folder <c>calque</c> the optimizer's state
/// (<c>optimizer.safetensors</c>: <c>first.NAME</c> and <c>second.NAME</c>, float32) and the step (<c>training.json</c>). A run
/// continued from it gives the bits of one that was never interrupted.
/// </summary>
public static class TrainingCheckpoint
{
    private const int Format = 2;
    private const string Folder = "calque";

    /// <summary>Writes a checkpoint; an older one of the same path is replaced when the new one is whole.</summary>
    public static void Write(TrainingLoop loop, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loop);
        PretrainedModelWriter.Write(loop.Model, path, overwrite: true, working => WriteState(loop, Directory.CreateDirectory(Path.Combine(working, Folder)).FullName), null, cancellationToken);
    }

    /// <summary>Brings a loop to where a checkpoint stands. Its model must have been loaded from the checkpoint's path.</summary>
    /// <exception cref="InvalidModelException">The checkpoint is cut short, or of other parameters.</exception>
    /// <exception cref="InvalidOptionException">The run has other options or examples than the checkpoint's: its order would be another.</exception>
    public static void Restore(TrainingLoop loop, string path)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(path);
        TrainingState state = ReadState(Path.Combine(path, Folder, "training.json"));
        TrainingState own = State(loop);
        Require("--steps", own.Steps, state.Steps);
        Require("the examples", own.Examples, state.Examples);
        foreach ((string option, string value) in own.Options)
            Require(option, value, state.Options.FirstOrDefault(known => known.Key == option).Value ?? "nothing");
        ReadOptimizer(loop.Optimizer, Path.Combine(path, Folder, "optimizer.safetensors"));
        loop.Optimizer.StepCount = state.Step;
    }

    private static TrainingState State(TrainingLoop loop)
    {
        TrainingOptions options = loop.Options;
        return new TrainingState(Format, loop.StepCount, options.Steps, loop.Source.Count, new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["--batch-size"] = Text(options.BatchSize),
            ["--micro-batches"] = Text(options.MicroBatches),
            ["--learning-rate"] = Text(options.LearningRate),
            ["--schedule"] = Text(options.Schedule).ToLowerInvariant(),
            ["--warm-up-steps"] = Text(options.WarmUpSteps),
            ["--clip-norm"] = Text(options.ClipNorm),
            ["--weight-decay"] = Text(options.Optimizer.WeightDecay),
            ["--gradient-checkpointing"] = options.Checkpointing ? "on" : "off",
            ["the number of processes"] = Text(loop.ProcessCount),
            ["--precision"] = options.Precision.On(loop.Model.Device) == DataType.BFloat16 ? "bf16" : "fp32",
            ["--dropout"] = options.Dropout is { } dropout ? Text(dropout) : "as configured",
            ["--seed"] = Text(options.Seed),
            ["the optimizer's constants"] = FormattableString.Invariant($"{options.Optimizer.Beta1:R} {options.Optimizer.Beta2:R} {options.Optimizer.Epsilon:R}"),
        });

        static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!; // of a number or a name: never null
    }

    private static void WriteState(TrainingLoop loop, string folder)
    {
        AdamW optimizer = loop.Optimizer;
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        for (int i = 0; i < optimizer.Parameters.Count; i++)
        {
            tensors.Add($"first.{optimizer.Parameters[i].Name}", optimizer.FirstMoments[i]);
            tensors.Add($"second.{optimizer.Parameters[i].Name}", optimizer.SecondMoments[i]);
        }

        using (SafetensorsWriter writer = SafetensorsWriter.Create(
            Path.Combine(folder, "optimizer.safetensors"), tensors.Select(t => TensorSpec.Create(t.Key, ElementType.F32, t.Value.Shape.ToArray()))))
        {
            foreach (TensorInfo info in writer.Tensors)
                writer.Write(MemoryMarshal.AsBytes(tensors[info.Name].ToArray<float>().AsSpan()));
            writer.Complete();
        }

        string json = JsonSerializer.Serialize(State(loop), TrainingStateJson.Default.TrainingState);
        File.WriteAllText(Path.Combine(folder, "training.json"), json.ReplaceLineEndings("\n") + "\n", new UTF8Encoding(false));
    }

    private static TrainingState ReadState(string path)
    {
        if (!File.Exists(path))
            throw new InvalidModelException(path, "no such file", "a checkpoint of a training run", "Name the directory that the run wrote its checkpoints to.");
        try
        {
            TrainingState? state = JsonSerializer.Deserialize(File.ReadAllText(path), TrainingStateJson.Default.TrainingState);
            if (state is { Format: Format, Step: >= 0, Options: not null } && state.Step <= state.Steps)
                return state;
            throw new InvalidModelException(path, $"format {state?.Format}, step {state?.Step} of {state?.Steps}{(state?.Options is null ? ", no options" : "")}", $"format {Format} and a step of the run", "It was written by another version, or was changed by hand.");
        }
        catch (JsonException error)
        {
            throw new InvalidModelException(path, error.Message, "JSON", "The file is cut short or was changed by hand.", error);
        }
    }

    private static void ReadOptimizer(AdamW optimizer, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        HashSet<string> known = [.. optimizer.Parameters.SelectMany(parameter => (string[])[$"first.{parameter.Name}", $"second.{parameter.Name}"])];
        if (file.Tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name)) is { } surplus)
        {
            throw new InvalidModelException(
                $"{path}, tensor {surplus.Name}", "the state of a parameter that this run does not train", "the parameters of the run that wrote it", "Freeze what that run froze, and nothing more.");
        }

        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        for (int i = 0; i < optimizer.Parameters.Count; i++)
        {
            Parameter parameter = optimizer.Parameters[i];
            Copy(file, path, $"first.{parameter.Name}", parameter, optimizer.FirstMoments[i]);
            Copy(file, path, $"second.{parameter.Name}", parameter, optimizer.SecondMoments[i]);
        }
    }

    private static void Copy(SafetensorsFile file, string path, string name, Parameter parameter, Tensor destination)
    {
        if (!file.TryGetTensor(name, out TensorInfo? info) || info.ElementType != ElementType.F32 || !info.Shape.SequenceEqual(parameter.Shape))
        {
            throw new InvalidModelException(
                $"{path}, tensor {name}", info is null ? "none" : $"{info.ElementTypeName} {Tensor.ShapeText([.. info.Shape])}", $"F32 {Tensor.ShapeText([.. parameter.Shape])}",
                "The checkpoint is of other parameters: were others frozen?");
        }

        float[] values = new float[parameter.ElementCount];
        ElementConversion.ToSingle(ElementType.F32, file.GetBytes(info, 0, checked((int)info.Length)), values);
        Operators.CopyInPlace(destination, Tensor.From<float>(values, [.. parameter.Shape]));
    }

    private static void Require<T>(string option, T found, T expected)
        where T : notnull
    {
        if (!EqualityComparer<T>.Default.Equals(found, expected))
        {
            throw new InvalidOptionException(
                option, FormattableString.Invariant($"{found}"), FormattableString.Invariant($"{expected}, as in the checkpoint"), "A run goes on with the options it began with.");
        }
    }
}
