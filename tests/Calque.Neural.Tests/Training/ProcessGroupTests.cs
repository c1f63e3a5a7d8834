using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Training;

/// <summary>Members of a group, here on threads of one process: to the group they are the same as processes.</summary>
[LeakChecked]
public sealed class ProcessGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ProcessGroupFact]
    public async Task AllReduce_OfThreeMembers_GivesEachTheSum()
    {
        float[][] sums = await Members(3, group =>
        {
            using TensorScope scope = TensorScope.Open();
            Tensor a = Tensor.From<float>([1 + group.Rank, 10], 2), b = Tensor.From<float>([group.Rank], 1), root = Tensor.From<float>([group.Rank], 1);
            group.AllReduce(a, b);
            group.Broadcast(root, 2);
            return (float[])[.. a.ToArray<float>(), .. b.ToArray<float>(), .. root.ToArray<float>()];
        });
        Assert.All(sums, sum => Assert.Equal([6f, 30, 3, 2], sum));
    }

    /// <summary>A parameter that no member touched takes no step, so it must stay without a gradient; one that a single member touched has it in all.</summary>
    [ProcessGroupFact]
    public async Task GradientSum_OfParametersThatNotAllTouched_GivesZerosOnlyWhereOneDid()
    {
        (double Loss, float[]?[] Gradients)[] members = await Members(2, group =>
        {
            using TensorScope scope = TensorScope.Open();
            Parameter[] parameters = [.. Enumerable.Range(0, 3).Select(i => new Parameter($"p{i}", Tensor.From<float>([1, 2], 2)) { IsTrainable = true })];
            parameters[0].Value.Gradient = Tensor.From<float>([1 + group.Rank, 2], 2);
            if (group.Rank == 1)
                parameters[1].Value.Gradient = Tensor.From<float>([5, 7], 2);
            double loss = GradientSum.Over(group, parameters, 0.5 + group.Rank);
            float[]?[] gradients = [.. parameters.Select(parameter => parameter.Value.Gradient?.ToArray<float>())];
            foreach (Parameter parameter in parameters)
            {
                parameter.Value.Gradient = null;
                parameter.Dispose();
            }

            return (loss, gradients);
        });
        foreach ((double loss, float[]?[] gradients) in members)
        {
            Assert.Equal(2, loss);
            Assert.Equal([3f, 4], gradients[0]!);
            Assert.Equal([5f, 7], gradients[1]!);
            Assert.Null(gradients[2]);
        }
    }

    /// <summary>Dropout included: its masks hang on the micro-batch, not on who computes it.</summary>
    [ProcessGroupFact]
    public async Task Run_OfTwoMembers_GivesTheBitsOfOneProcess()
    {
        TrainingOptions options = new() { Steps = 6, BatchSize = 3, MicroBatches = 2, LearningRate = 1e-3, Seed = 5, Dropout = 0.1 };
        (double[] Losses, float[] Weights) alone = Train(options, null);
        (double[] Losses, float[] Weights)[] shared = await Members(2, group => Train(options, group));
        foreach ((double[] losses, float[] weights) in shared)
        {
            Assert.Equal(alone.Weights, weights);
            for (int step = 0; step < losses.Length; step++)
                Assert.Equal(alone.Losses[step], losses[step], 12);
        }
    }

    [ProcessGroupFact]
    public async Task Run_MicroBatchesThatCannotBeShared_AreRefused()
    {
        TrainingOptions options = new() { Steps = 1, BatchSize = 3, MicroBatches = 3 };
        string[] places = await Members(2, group => Assert.Throws<InvalidOptionException>(() => Train(options, group)).Place);
        Assert.All(places, place => Assert.Equal("--micro-batches", place));
    }

    [ProcessGroupFact]
    public void Join_OthersThatDoNotCome_EndsWithAnError()
    {
        using TemporaryDirectory folder = new();
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ProcessGroup.Join(folder["meeting"], 0, 2, TimeSpan.FromSeconds(1)));
        Assert.Contains("process 0 of 2", error.Place, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessGroup.Join(folder["meeting"], 0, 2, TimeSpan.Zero));
    }

    private static (double[] Losses, float[] Weights) Train(TrainingOptions options, ProcessGroup? group)
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), options, group);
        List<double> losses = [];
        loop.Run(report => losses.Add(report.Loss));
        return ([.. losses], [.. model.Weights.Parameters.SelectMany(p => p.Value.ToArray<float>())]);
    }

    private static async Task<T[]> Members<T>(int size, Func<ProcessGroup, T> work)
    {
        using TemporaryDirectory folder = new();
        // Threads of their own: a member that waits must not keep another from running.
        return await Task.WhenAll(Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(
            () =>
            {
                using ProcessGroup group = ProcessGroup.Join(folder["meeting"], rank, size, Patience);
                return work(group);
            },
            TaskCreationOptions.LongRunning)));
    }

    /// <summary>Skipped, with the reason, where there is no libtorch, or one without process groups.</summary>
    private sealed class ProcessGroupFactAttribute : FactAttribute
    {
        public ProcessGroupFactAttribute() =>
            Skip = !TensorEngine.IsAvailable ? TensorFactAttribute.Missing : TensorEngine.HasProcessGroups ? null : "this library over libtorch was built without Gloo's headers";
    }
}
