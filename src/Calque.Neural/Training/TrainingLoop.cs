using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>The loop that pretraining and fine-tuning share. It holds the model's parameters and the optimizer's state; call <see cref="Run"/> once, or step by step.</summary>
public sealed class TrainingLoop : IDisposable
{
    private const int Ahead = 4;

    /// <summary>So often free memory goes back to the system: texts of many lengths leave holes of many sizes, and the process would hold the most that any step ever needed.</summary>
    private const int StepsBetweenReturns = 100;
    private readonly Objective _objective;
    private readonly LearningRateSchedule _schedule;
    private readonly ProcessGroup? _group;

    /// <summary>Prepares a run.</summary>
    /// <param name="model">Loaded for training, with the objective's head.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="source">The examples.</param>
    /// <param name="options">Everything else.</param>
    /// <param name="group">
    /// The processes that share the run, each with a loop of its own, the same model, examples and options: member m of n computes the micro-batches m, m + n, … of each
    /// step, and all take the step of the sum. Null: this process alone. The sum is taken member by member, so the bits are those of one process where two members compute one micro-batch each
    /// (and no segments run again, whose gradients come in several parts); else the same but for rounding. All members must be cancelled together, and one of them writes the checkpoints. The group stays the caller's.
    /// </param>
    /// <exception cref="InvalidOptionException">An option cannot be, or the micro-batches cannot be shared out evenly.</exception>
    /// <exception cref="ArgumentException">The model has another head, or no trainable parameter.</exception>
    public TrainingLoop(PretrainedModel model, Objective objective, IExampleSource source, TrainingOptions options, ProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (model.HeadKind != objective.Head)
            throw new ArgumentException($"a model for {model.HeadKind} cannot be trained for {objective.Head}", nameof(model));
        if (!model.Weights.Parameters.Any(parameter => parameter.IsTrainable))
            throw new ArgumentException("the model has no trainable parameter: load it for training", nameof(model));
        if (group is not null && options.MicroBatches % group.Size != 0)
        {
            throw new InvalidOptionException(
                "--micro-batches", FormattableString.Invariant($"{options.MicroBatches}"), FormattableString.Invariant($"a multiple of the {group.Size} processes"), "Each process computes as many of a step's parts.");
        }

        Model = model;
        _group = group;
        _objective = objective;
        Source = source;
        Options = options;
        _schedule = new LearningRateSchedule(options.Schedule, options.WarmUpSteps, options.Steps);
        Optimizer = new AdamW(model.Weights.Parameters, options.Optimizer);
    }

    /// <summary>The model that is trained.</summary>
    public PretrainedModel Model { get; }

    /// <summary>The examples.</summary>
    public IExampleSource Source { get; }

    /// <summary>What the run depends on.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The optimizer with its state.</summary>
    public AdamW Optimizer { get; }

    /// <summary>How many processes share the run.</summary>
    public int ProcessCount => _group?.Size ?? 1;

    /// <summary>Steps taken.</summary>
    public long StepCount => Optimizer.StepCount;

    /// <summary>Trains to the end.</summary>
    /// <param name="afterStep">Called after each step, on the training thread: evaluation, checkpoints. Null: nobody is.</param>
    /// <param name="progress">Receives the stage <c>train</c> in steps.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <exception cref="DivergedTrainingException">A loss or gradient is no number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; the parameters are those of the last whole step.</exception>
    public void Run(Action<TrainingStepReport>? afterStep = null, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<TrainingExample[]> batches = Channel.CreateBounded<TrainingExample[]>(Ahead);
        long first = StepCount;
        // Examples are made while the step before computes; the tensors themselves are made on this thread, in its scope.
        Task reading = Task.Run(() => ReadAhead(batches.Writer, first, ends.Token), CancellationToken.None);
        try
        {
            while (StepCount < Options.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TrainingExample[] batch = Take(batches.Reader);
                TrainingStepReport report = Step(batch);
                progress?.Report(new OperationProgress("train", report.Step, Options.Steps, "steps"));
                afterStep?.Invoke(report);
                if (report.Step % StepsBetweenReturns == 0)
                    TensorEngine.ReturnMemory();
            }
        }
        finally
        {
            ends.Cancel();
            try
            {
                reading.GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // It was told to end.
            }
        }
    }

    /// <summary>Takes one step with the given examples.</summary>
    /// <param name="examples">A whole step's, for all its micro-batches.</param>
    /// <exception cref="DivergedTrainingException">A loss or gradient is no number; the parameters are unchanged.</exception>
    public TrainingStepReport Step(IReadOnlyList<TrainingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        try
        {
            return StepWith(examples);
        }
        catch
        {
            // Parts of a step that did not come to its end must not be added to the next.
            Optimizer.ClearGradients();
            throw;
        }
    }

    private TrainingStepReport StepWith(IReadOnlyList<TrainingExample> examples)
    {
        long step = StepCount;
        double targets = Math.Max(1, examples.Sum(_objective.CountTargets)), loss = 0;
        for (int part = _group?.Rank ?? 0; part < Options.MicroBatches; part += _group?.Size ?? 1)
        {
            TrainingExample[] own = Part(examples, part);
            if (own.Sum(_objective.CountTargets) > 0)
                loss += AddGradients(own, targets, (step * Options.MicroBatches) + part);
        }

        if (_group is not null)
            loss = GradientSum.Over(_group, Optimizer.Parameters, loss);
        if (!double.IsFinite(loss))
            throw Diverged(step, "the loss", loss);
        double norm = GradientClipping.Clip(Optimizer.Parameters, Options.ClipNorm);
        if (!double.IsFinite(norm))
            throw Diverged(step, "the norm of the gradients", norm);
        double rate = Options.LearningRate * _schedule.Factor(step);
        Optimizer.Step(rate);
        Optimizer.ClearGradients();
        return new TrainingStepReport(step + 1, loss, norm, rate, examples.Sum(example => (long)example.Sequence.Ids.Count));
    }

    /// <summary>Frees the optimizer's state; the model stays.</summary>
    public void Dispose()
    {
        Optimizer.ClearGradients();
        Optimizer.Dispose();
    }

    private double AddGradients(TrainingExample[] examples, double targets, long microBatch)
    {
        using TensorScope scope = TensorScope.Open();
        ForwardContext context = new()
        {
            IsTraining = true,
            Seed = unchecked((long)Options.Seed),
            Step = microBatch,
            DropoutProbability = Options.Dropout,
            Checkpoints = Options.Checkpointing ? new GradientCheckpoints() : null,
        };
        DataType precision = Options.Precision.On(Model.Device);
        Tensor loss;
        using (Autocast.Open(Model.Device, precision))
            loss = _objective.Loss(Model, examples, targets, context);
        Gradients.Backward(loss);
        // Segments that run again run as they ran.
        using (Autocast.Open(Model.Device, context.Checkpoints is null ? DataType.Float32 : precision))
            context.Checkpoints?.Backward();
        return loss.Item();
    }

    private TrainingExample[] Part(IReadOnlyList<TrainingExample> examples, int part)
    {
        int begin = (int)((long)examples.Count * part / Options.MicroBatches), end = (int)((long)examples.Count * (part + 1) / Options.MicroBatches);
        return [.. examples.Skip(begin).Take(end - begin)];
    }

    private static DivergedTrainingException Diverged(long step, string what, double value) => new(step + 1, what, value);

    private async Task ReadAhead(ChannelWriter<TrainingExample[]> writer, long firstStep, CancellationToken cancellationToken)
    {
        try
        {
            ExampleOrder order = new(Source.Count, Options.Seed);
            for (long step = firstStep; step < Options.Steps; step++)
            {
                TrainingExample[] batch = new TrainingExample[Options.BatchSize];
                for (int i = 0; i < batch.Length; i++)
                {
                    (int index, int round) = order.At((step * Options.BatchSize) + i);
                    batch[i] = Source.Read(index, round);
                }

                await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            writer.Complete();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whoever waits for the next batch gets the error.
            writer.Complete(error);
        }
    }

    private static TrainingExample[] Take(ChannelReader<TrainingExample[]> reader)
    {
        try
        {
            return reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException error) when (error.InnerException is not null)
        {
            throw error.InnerException;
        }
    }
}
