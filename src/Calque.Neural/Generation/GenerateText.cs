using System;
using System.Threading;
using System.Threading.Tasks;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Tokenizers;

namespace Calque.Neural.Generation;

/// <summary>The verb <c>generate</c>: a model writes on from a prompt, or answers it.</summary>
public static class GenerateText
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Not used yet: a text is short.</param>
    /// <param name="cancellation">Ends the work between two tokens.</param>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    /// <exception cref="InvalidInputException">The model or its tokenizer cannot be used.</exception>
    /// <exception cref="EngineUnavailableException">There is no libtorch.</exception>
    public static Task<GenerateTextResult> RunAsync(
        GenerateTextOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, cancellation), cancellation);
    }

    private static GenerateTextResult Run(GenerateTextOptions options, CancellationToken cancellation)
    {
        TensorEngine.Threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        using PretrainedModel model = PretrainedModel.Load(options.Model, new ModelLoadOptions { Device = options.Device });
        Tokenizer tokenizer = Tokenizer.Load(options.Tokenizer ?? options.Model);
        int[] prompt = tokenizer.Encode(options.Prompt).Ids;
        GeneratedText text = TextGenerator.Run(model, prompt, options.Generation, cancellation);
        int[] ids = [.. text.Tokens];
        return new GenerateTextResult
        {
            Prompt = options.Prompt,
            Text = tokenizer.Decode(ids, skipSpecialTokens: true),
            PromptIds = prompt,
            Ids = ids,
            LogProbability = text.LogProbability,
            Score = text.Score,
        };
    }
}
