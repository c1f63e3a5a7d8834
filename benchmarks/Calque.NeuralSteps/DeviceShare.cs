using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Training;

namespace Calque.NeuralSteps;

/// <summary>What share of a device's measured matrix speed the training of a RoBERTa shape reaches (docs/gpu.md).</summary>
internal sealed class DeviceShare
{
    private const int NoDevice = 3;
    private readonly Device _device;
    private readonly Precision _precision;
    private readonly RobertaShape _shape;
    private readonly int _texts, _steps, _square;
    private readonly double _dropout;

    public DeviceShare(Dictionary<string, string> options)
    {
        _device = Device.Parse(options.GetValueOrDefault("--device", "cuda"));
        _precision = Precisions.Parse(options.GetValueOrDefault("--precision", "auto"));
        _shape = new RobertaShape(options, 12, 768, 12, 3072, 50265, 512);
        _texts = RobertaShape.Number(options, "--texts", 64);
        _steps = RobertaShape.Number(options, "--steps", 30);
        _square = RobertaShape.Number(options, "--square", 8192);
        _dropout = double.Parse(options.GetValueOrDefault("--dropout", "0"), CultureInfo.InvariantCulture);
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
            _shape.Write(folder);
            double seconds = Train(folder, out double first, out double last);
            double operations = _shape.Operations(_texts);
            Console.Out.WriteLine(FormattableString.Invariant($"step: {seconds * 1e3:F1} ms (median of {_steps}), {_texts * _shape.Length / seconds:N0} tokens/s, loss {first:F4} to {last:F4}"));
            Console.Out.WriteLine(FormattableString.Invariant($"model: {operations / 1e12:F3} TFLOP a step, {operations / seconds / 1e12:F2} TFLOP/s, {100 * operations / seconds / peak:F1} % of the peak"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
        TrainingExample[] examples = [.. Enumerable.Range(0, _texts * 4).Select(number => _shape.Example(number, _shape.Length))];
        TrainingOptions options = new()
        {
            Steps = 1_000_000,
            BatchSize = _texts,
            LearningRate = 1e-4,
            Schedule = LearningRateKind.Constant,
            Dropout = _dropout,
            Precision = _precision,
        };
        using TrainingLoop loop = new(model, Objective.For(HeadKind.MaskedLanguageModeling), new InOrder(examples), options);
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
}
