using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Training;
using Calque.Numerics.Randomness;

namespace Calque.NeuralSteps;

/// <summary>A long run on texts of many lengths, with its resident memory on the way: does it grow?</summary>
internal sealed class SteadyRun
{
    private readonly RobertaShape _shape;
    private readonly int _texts, _steps, _every, _shortest;
    private readonly Precision _precision;

    public SteadyRun(Dictionary<string, string> options)
    {
        _shape = new RobertaShape(options, 2, 128, 4, 512, 8192, 64);
        _texts = RobertaShape.Number(options, "--texts", 16);
        _steps = RobertaShape.Number(options, "--steps", 2000);
        _shortest = RobertaShape.Number(options, "--shortest", 4);
        _every = RobertaShape.Number(options, "--every", 200);
        _precision = Precisions.Parse(options.GetValueOrDefault("--precision", "fp32"));
    }

    public int Run()
    {
        string folder = Directory.CreateTempSubdirectory("calque-steady-").FullName;
        try
        {
            _shape.Write(folder);
            using PretrainedModel model = PretrainedModel.Load(folder, new ModelLoadOptions { ForTraining = true });
            KeyedRandom lengths = new(1, "benchmark/lengths", 0);
            TrainingExample[] examples = [.. Enumerable.Range(0, _texts * 100).Select(number => _shape.Example(number, _shortest + lengths.NextInt(_shape.Length - _shortest + 1)))];
            TrainingOptions options = new() { Steps = _steps, BatchSize = _texts, LearningRate = 1e-4, Seed = 1, Dropout = 0.1, Precision = _precision };
            using TrainingLoop loop = new(model, Objective.For(HeadKind.MaskedLanguageModeling), new InOrder(examples), options);
            List<double> losses = [];
            Console.Out.WriteLine("step  loss (mean since the last line)  resident MB  managed MB  committed MB  tensors  collections");
            loop.Run(report =>
            {
                losses.Add(report.Loss);
                if (report.Step % _every != 0)
                    return;
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Step} {losses.Average():F4} {Resident() / 1024.0:F1} {GC.GetTotalMemory(false) / 1048576.0:F1} {GC.GetGCMemoryInfo().TotalCommittedBytes / 1048576.0:F1} {TensorEngine.LiveTensors} {GC.CollectionCount(0)}"));
                Console.Out.Flush();
                losses.Clear();
            });
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Resident() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
