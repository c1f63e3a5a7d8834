using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Training;
using Calque.Tokenizers;

namespace Calque.Samples;

/// <summary>Trains a classifier of texts on a model directory and writes it as one. Needs libtorch.</summary>
public static class FineTuneAClassifier
{
    /// <param name="model">A model directory with its tokenizer: BERT, RoBERTa, XLM-R, DistilBERT, GPT-2 or Llama.</param>
    /// <param name="texts">Lines of a class, a tab, a text.</param>
    /// <param name="output">The directory to write.</param>
    /// <param name="rounds">How often each text is seen.</param>
    /// <param name="report">Gets the loss of each round.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public static void Run(string model, string texts, string output, int rounds, TextWriter report, CancellationToken cancellation)
    {
        if (Directory.Exists(output) || File.Exists(output))
            throw new IOException($"{output} is there already");
        TensorEngine.Threads = Environment.ProcessorCount;
        string[][] lines = [.. File.ReadLines(texts).Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2)];
        if (lines.Length == 0)
            throw new InvalidDataException($"{texts} has no line with a class, a tab and a text");
        string[] labels = [.. lines.Select(parts => parts[0]).Distinct().Order(StringComparer.Ordinal)];
        Tokenizer tokenizer = Tokenizer.Load(model);
        using PretrainedModel classifier = PretrainedModel.Load(
            model, new ModelLoadOptions { Head = HeadKind.SequenceClassification, Labels = labels, ForTraining = true });
        EncodeOptions cut = new() { Truncation = new TruncationOptions { MaxLength = Math.Min(classifier.Body.MaximumLength ?? 512, 512) } };
        TrainingExample[] examples = [.. lines.Select(parts =>
            new TrainingExample(new TokenSequence(tokenizer.Encode(parts[1], cut).Ids), [Array.IndexOf(labels, parts[0])]))];

        int perRound = (examples.Length + 15) / 16;
        TrainingOptions options = new() { Steps = perRound * rounds, BatchSize = Math.Min(16, examples.Length), LearningRate = 5e-5, WarmUpSteps = perRound * rounds / 10, Seed = 1 };
        using TrainingLoop loop = new(classifier, new SequenceObjective(), new Texts(examples), options);
        List<double> losses = [];
        loop.Run(
            step =>
            {
                losses.Add(step.Loss);
                if (losses.Count < perRound)
                    return;
                report.WriteLine(FormattableString.Invariant($"{step.Step} steps: mean loss {losses.Average():F4}"));
                losses.Clear();
            },
            progress: null, cancellation);
        PretrainedModelWriter.Write(classifier, output, overwrite: false, cancellationToken: cancellation);
    }

    private sealed class Texts(TrainingExample[] examples) : IExampleSource
    {
        public int Count => examples.Length;

        public TrainingExample Read(int index, int round) => examples[index];
    }
}
