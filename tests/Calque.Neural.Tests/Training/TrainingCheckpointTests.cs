using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;
using Calque.Tests.Hardness;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Training;

[LeakChecked]
public sealed class TrainingCheckpointTests
{
    private static readonly TrainingOptions Options = new() { Steps = 8, BatchSize = 2, LearningRate = 1e-3, WarmUpSteps = 2, Seed = 3, Dropout = 0.1 };

    [TensorTheory]
    [InlineData("bert-mlm")]
    [InlineData("bert-mlm-legacy")]
    public void Run_ContinuedFromACheckpoint_GivesTheBitsOfAnUninterruptedOne(string fixture)
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "checkpoint");
        List<double> whole = [], parts = [];
        (string Name, float[] Values)[] wholeWeights, partWeights;
        using (ModelGolden golden = new(fixture))
        {
            using (PretrainedModel model = Load(golden.Folder))
            using (TrainingLoop loop = Loop(model, golden))
            {
                loop.Run(report => whole.Add(report.Loss));
                wholeWeights = Weights(model);
            }

            using (PretrainedModel model = Load(golden.Folder))
            using (TrainingLoop loop = Loop(model, golden))
            {
                Assert.Throws<InvalidOperationException>(() => loop.Run(report =>
                {
                    parts.Add(report.Loss);
                    if (report.Step is 2 or 4)
                        TrainingCheckpoint.Write(loop, path);
                    if (report.Step == 4)
                        throw new InvalidOperationException("the power went");
                }));
            }

            using (PretrainedModel model = Load(path))
            using (TrainingLoop loop = Loop(model, golden))
            {
                TrainingCheckpoint.Restore(loop, path);
                Assert.Equal(4, loop.StepCount);
                loop.Run(report => parts.Add(report.Loss));
                partWeights = Weights(model);
            }
        }

        Assert.Equal(whole, parts);
        Assert.Equal(wholeWeights.Select(w => w.Name), partWeights.Select(w => w.Name));
        for (int i = 0; i < wholeWeights.Length; i++)
            Assert.Equal(wholeWeights[i].Values, partWeights[i].Values);
        Assert.Equal(["checkpoint"], Directory.GetFileSystemEntries(folder.Path).Select(entry => Path.GetFileName(entry)));
    }

    [TensorTheory]
    [InlineData("--seed")]
    [InlineData("--learning-rate")]
    [InlineData("--precision")]
    [InlineData("--gradient-checkpointing")]
    [InlineData("--steps")]
    public void Restore_WithOtherOptions_NamesTheOption(string option)
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "checkpoint");
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = Load(golden.Folder);
        using (TrainingLoop loop = Loop(model, golden))
            TrainingCheckpoint.Write(loop, path);
        using TrainingLoop other = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), Changed(option));
        Assert.Equal(option, Assert.Throws<InvalidOptionException>(() => TrainingCheckpoint.Restore(other, path)).Place);
    }

    [TensorFact]
    public void Restore_WithFewerParameters_NamesTheOneThatIsFrozen()
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "checkpoint");
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = Load(golden.Folder);
        using (TrainingLoop loop = Loop(model, golden))
            TrainingCheckpoint.Write(loop, path);
        ParameterFreezing.Freeze(model.Weights.Parameters, ["bert.embeddings.*"]);
        using TrainingLoop other = Loop(model, golden);
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TrainingCheckpoint.Restore(other, path));
        Assert.Contains("bert.embeddings.", error.Place, StringComparison.Ordinal);
    }

    [TensorTheory]
    [InlineData("training.json", 10)]
    [InlineData("training.json", 0)]
    [InlineData("optimizer.safetensors", 1000)]
    public void Restore_OfAFileCutShort_SaysWhichAndExitsWithThree(string file, int length)
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "checkpoint");
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = Load(golden.Folder);
        using TrainingLoop loop = Loop(model, golden);
        TrainingCheckpoint.Write(loop, path);
        using (FileStream stream = File.OpenWrite(Path.Combine(path, "calque", file)))
            stream.SetLength(length);
        CalqueException error = Assert.ThrowsAny<CalqueException>(() => TrainingCheckpoint.Restore(loop, path));
        Assert.Equal(3, error.ExitCode);
        Assert.Contains(file, error.Place, StringComparison.Ordinal);
    }

    /// <summary>Disks from too small for anything to large enough: a checkpoint is whole, or the old one still stands and can be gone on from.</summary>
    [TensorDiskFact]
    public void Write_OnAFullDisk_KeepsTheOldCheckpoint()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = Load(golden.Folder);
        using TrainingLoop loop = Loop(model, golden);
        using MountedDisk disk = new(8192);
        string path = Path.Combine(disk.Path, "checkpoint"), filler = Path.Combine(disk.Path, "filler");
        TrainingCheckpoint.Write(loop, path);
        long size = Directory.GetFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        SortedDictionary<string, byte[]> old = Snapshot(path);
        loop.Step(LabeledTexts.Of(golden));
        int refused = 0;
        bool done = false;
        for (long room = 0; !done; room += size / 12)
        {
            Assert.True(room < 4 * size, "never enough room");
            using (FileStream stream = File.Create(filler))
                stream.Write(new byte[Math.Max(0, new DriveInfo(disk.Path).AvailableFreeSpace - room)]);
            Exception? error = Record.Exception(() => TrainingCheckpoint.Write(loop, path));
            done = error is null;
            File.Delete(filler);
            if (done)
                break;
            refused++;
            Assert.True(error is CalqueException { ExitCode: 2 or 3 } or IOException, $"{error}");
            Assert.Equal(old, Snapshot(path));
            Assert.Equal(["checkpoint"], Directory.GetFileSystemEntries(disk.Path).Select(entry => Path.GetFileName(entry)));
        }

        Assert.True(refused > 5, $"{refused} refused");
        Assert.NotEqual(old, Snapshot(path));
        using PretrainedModel read = Load(path);
        using TrainingLoop other = Loop(read, golden);
        TrainingCheckpoint.Restore(other, path);
        Assert.Equal(1, other.StepCount);
        for (int i = 0; i < loop.Optimizer.Parameters.Count; i++)
            Assert.Equal(loop.Optimizer.FirstMoments[i].ToArray<float>(), other.Optimizer.FirstMoments[i].ToArray<float>());
    }

    [TensorFact]
    public void Load_OfAShardCutShort_NamesTheShard()
    {
        using ModelGolden golden = new("llama-clm-bf16-sharded");
        using Support.TemporaryModel copy = new(golden.Folder, _ => { });
        const string shard = "model-00002-of-00003.safetensors";
        using (FileStream stream = File.OpenWrite(Path.Combine(copy.Path, shard)))
            stream.SetLength(stream.Length - 8);
        CalqueException error = Assert.ThrowsAny<CalqueException>(() => PretrainedModel.Load(copy.Path));
        Assert.Equal(3, error.ExitCode);
        Assert.Contains(shard, error.Place, StringComparison.Ordinal);
    }

    [TensorFact]
    public void Write_AHeadThatTheFilesLack_IsAddedAndReadAgain()
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "classifier");
        using ModelGolden golden = new("bert-mlm-legacy");
        float[] head;
        using (PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { Head = HeadKind.TokenClassification, Seed = 9 }))
        {
            Assert.Equal(["classifier.weight", "classifier.bias"], model.Weights.Created);
            head = model.Weights.Parameters.Single(p => p.Name == "classifier.weight").Value.ToArray<float>();
            Assert.Contains(head, value => value != 0);
            PretrainedModelWriter.Write(model, path, overwrite: false);
            Assert.Throws<InvalidOptionException>(() => PretrainedModelWriter.Write(model, path, overwrite: false));
        }

        using PretrainedModel read = PretrainedModel.Load(path);
        Assert.Equal(HeadKind.TokenClassification, read.HeadKind);
        Assert.Empty(read.Weights.Created);
        Assert.Equal(head, read.Weights.Parameters.Single(p => p.Name == "classifier.weight").Value.ToArray<float>());
    }

    [TensorFact]
    public void Write_AClassifierWithNamesOfItsClasses_KeepsThem()
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "classifier");
        using ModelGolden golden = new("bert-mlm");
        ModelLoadOptions options = new() { Head = HeadKind.SequenceClassification, Labels = ["good", "bad", "neither"] };
        using (PretrainedModel model = PretrainedModel.Load(golden.Folder, options))
        {
            Assert.Equal(3, model.Weights.Parameters.Single(p => p.Name == "classifier.bias").ElementCount);
            PretrainedModelWriter.Write(model, path, overwrite: false);
        }

        using PretrainedModel read = PretrainedModel.Load(path);
        Assert.Equal(options.Labels, read.Configuration.Labels());
        Assert.Equal(2, (int)read.Configuration.Json["label2id"]!["neither"]!);
        Assert.Throws<ArgumentException>(() => PretrainedModel.Load(golden.Folder, options with { Labels = ["good", "good"] }));
        // Three rows are stored, of another task: two are drawn anew, and it is said.
        using PretrainedModel other = PretrainedModel.Load(path, new ModelLoadOptions { Labels = ["good", "bad"] });
        Assert.Equal(["classifier.weight", "classifier.bias"], other.Weights.Created);
    }

    private static TrainingOptions Changed(string option) => option switch
    {
        "--seed" => Options with { Seed = 4 },
        "--learning-rate" => Options with { LearningRate = 1e-4 },
        "--gradient-checkpointing" => Options with { Checkpointing = true },
        "--precision" => Options with { Precision = Precision.BFloat16 },
        _ => Options with { Steps = 9 },
    };

    private static SortedDictionary<string, byte[]> Snapshot(string path) =>
        new(Directory.GetFiles(path, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(path, file), File.ReadAllBytes), StringComparer.Ordinal);

    private static PretrainedModel Load(string path) => PretrainedModel.Load(path, new ModelLoadOptions { ForTraining = true });

    private static TrainingLoop Loop(PretrainedModel model, ModelGolden golden) =>
        new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), Options);

    private static (string Name, float[] Values)[] Weights(PretrainedModel model) =>
        [.. model.Weights.Parameters.Select(p => (p.Name, p.Value.ToArray<float>()))];
}
