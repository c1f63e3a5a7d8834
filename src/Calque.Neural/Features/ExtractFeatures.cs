using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.IO;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Tokenizers;

namespace Calque.Neural.Features;

/// <summary>The verb <c>features</c>: scores, hidden states or one vector for each line of a file.</summary>
public static class ExtractFeatures
{
    /// <summary>Tokens computed together: enough for a matrix product to run at full speed, little beside the model.</summary>
    private const int BatchTokens = 2048;

    /// <summary>Runs it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Receives the stage <c>features</c> in lines.</param>
    /// <param name="cancellation">Ends the work between two batches; nothing is left.</param>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    /// <exception cref="InvalidInputException">The model or the input cannot be used.</exception>
    /// <exception cref="EngineUnavailableException">There is no libtorch.</exception>
    public static Task<ExtractFeaturesResult> RunAsync(
        ExtractFeaturesOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static ExtractFeaturesResult Run(ExtractFeaturesOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        TensorEngine.Threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        using OutputFile output = OutputFile.Create(options.Output, options.Force);
        using PretrainedModel model = PretrainedModel.Load(options.Model, new ModelLoadOptions { Device = options.Device });
        if (options.What == FeatureKind.Logits && model.Head is null)
        {
            throw new InvalidModelException(
                model.Configuration.Place, "a model without a head", "a model whose architectures name a class with a head, for --what logits", "Ask for --what hidden or pooled.");
        }

        FeatureLines lines = new(options.Input, () => Tokenizer.Load(options.Tokenizer ?? options.Model), model.Body.VocabularySize, model.Body.MaximumLength, model.Body is EncoderDecoderBody, options.Truncate);
        List<FeatureLine> sequences = lines.Read();
        if (options.What == FeatureKind.Logits && model.Body is EncoderDecoderBody && sequences[0].Decoder is null)
        {
            throw new InvalidInputException(
                $"{options.Input}, line 1", "no decoder_ids", "ids and decoder_ids, for the scores of an encoder-decoder", "Scores come from the decoder; --what hidden gives the encoder's states.");
        }

        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        // The widths of a head are only known from what it gives: the first line is computed for its shape.
        long[] example = Compute(options, model, [sequences[0]])[0].Shape.ToArray();
        bool ofTokens = example.Length == 2;
        TensorSpec[] specs = [.. sequences.Select((sequence, i) => TensorSpec.Create(
            i.ToString(CultureInfo.InvariantCulture), ElementType.F32, ofTokens ? [sequence.Answered.Ids.Count, example[^1]] : [example[^1]]))];
        using SafetensorsWriter writer = SafetensorsWriter.Open(output.Stream, specs);
        Dictionary<string, TensorInfo> places = writer.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);

        long done = 0;
        // Lines of neighbouring length together: attention then computes next to no padding.
        foreach (int[] batch in Batches(sequences))
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope inner = TensorScope.Open();
            Tensor[] results = Compute(options, model, [.. batch.Select(line => sequences[line])]);
            for (int i = 0; i < batch.Length; i++)
                writer.WriteTensor(places[batch[i].ToString(CultureInfo.InvariantCulture)], MemoryMarshal.AsBytes(Operators.To(results[i], DataType.Float32).ToArray<float>().AsSpan()));
            done += batch.Length;
            progress?.Report(new OperationProgress("features", done, sequences.Count, "lines"));
        }

        writer.Complete();
        output.Commit();
        return new ExtractFeaturesResult
        {
            Output = options.Output,
            What = options.What switch { FeatureKind.Logits => "logits", FeatureKind.Hidden => "hidden", _ => "pooled" },
            Lines = sequences.Count,
            Tokens = sequences.Sum(sequence => (long)sequence.TokenCount),
            Truncated = lines.Truncated,
            Width = example[^1],
            Precision = options.Precision.On(options.Device) == DataType.BFloat16 ? "bf16" : "fp32",
            Warnings = [.. Warnings(options, model)],
        };
    }

    private static IEnumerable<string> Warnings(ExtractFeaturesOptions options, PretrainedModel model)
    {
        if (model.Weights.Created.Count > 0)
            yield return $"the model's files lack {string.Join(", ", model.Weights.Created)}: drawn at random, so the scores mean nothing yet";
        if (options.Precision == Precision.BFloat16 && !options.Device.IsCuda && !Precisions.IsFastOnProcessor)
            yield return "this processor does not multiply bfloat16 by itself: --precision bf16 is slower here than fp32";
    }

    /// <summary>One tensor a line, in their order.</summary>
    private static Tensor[] Compute(ExtractFeaturesOptions options, PretrainedModel model, IReadOnlyList<FeatureLine> lines)
    {
        using Autocast shorter = Autocast.Open(options.Device, options.Precision.On(options.Device));
        ForwardContext context = new() { HiddenStates = options.Layer is null ? null : [] };
        TokenBatch batch;
        Tensor hidden;
        if (lines[0].Decoder is not null && model.Body is EncoderDecoderBody pair)
        {
            (TokenBatch encoder, batch) = TokenBatch.PackPairs([.. lines.Select(line => line.Sequence)], [.. lines.Select(line => line.Answered)], options.Device);
            hidden = pair.Decode(batch, pair.Encode(encoder, ForwardContext.Inference()), encoder, context);
        }
        else
        {
            batch = TokenBatch.Pack([.. lines.Select(line => line.Sequence)], options.Device);
            hidden = model.Body.Forward(batch, context);
        }

        if (options.Layer is { } wanted && context.HiddenStates is { } layers)
        {
            if (wanted >= layers.Count)
            {
                throw new InvalidOptionException(
                    "--layer", FormattableString.Invariant($"{wanted}"), FormattableString.Invariant($"at most {layers.Count - 1}, the model's layers"), "0 is the embeddings.");
            }

            hidden = layers[wanted];
        }

        if (options.What == FeatureKind.Logits)
        {
            Tensor scores = model.Head!.Forward(hidden, batch, context); // checked before
            if (model.HeadKind == HeadKind.SequenceClassification)
                return [.. Enumerable.Range(0, lines.Count).Select(i => Operators.Select(scores, 0, i))];
            hidden = scores;
        }

        return [.. Enumerable.Range(0, lines.Count).Select(i => OfSequence(options, hidden, batch, i))];
    }

    private static Tensor OfSequence(ExtractFeaturesOptions options, Tensor rows, TokenBatch batch, int sequence)
    {
        Tensor own = Operators.Narrow(rows, 0, batch.FirstToken(sequence), batch.Length(sequence));
        if (options.What != FeatureKind.Pooled)
            return own;
        return options.Pooling == Pooling.First ? Operators.Select(own, 0, 0) : Operators.Mean(own, [0]);
    }

    /// <summary>Lines by rising length, as many together as have <see cref="BatchTokens"/> tokens.</summary>
    private static IEnumerable<int[]> Batches(List<FeatureLine> sequences)
    {
        List<int> batch = [];
        int tokens = 0;
        foreach (int line in Enumerable.Range(0, sequences.Count).OrderBy(i => sequences[i].TokenCount))
        {
            if (batch.Count > 0 && tokens + sequences[line].TokenCount > BatchTokens)
            {
                yield return [.. batch];
                batch.Clear();
                tokens = 0;
            }

            batch.Add(line);
            tokens += sequences[line].TokenCount;
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }
}
