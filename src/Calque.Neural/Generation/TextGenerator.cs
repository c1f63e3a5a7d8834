using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Neural.Models;

namespace Calque.Neural.Generation;

/// <summary>Writes tokens with a model: on from a prompt, or of an encoder-decoder in answer to it.</summary>
public static class TextGenerator
{
    /// <summary>Writes.</summary>
    /// <param name="model">A model with a causal or a sequence-to-sequence head.</param>
    /// <param name="prompt">Token ids; at least one.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="cancellation">Ends the work between two tokens.</param>
    /// <exception cref="InvalidModelException">The model does not write, or names no start token.</exception>
    /// <exception cref="InvalidOptionException">An option cannot be, or the text would be longer than the model reads.</exception>
    public static GeneratedText Run(PretrainedModel model, IReadOnlyList<int> prompt, GenerationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Check(model, prompt, options);
        IReadOnlyCollection<int> ends = options.EndTokens ?? model.EndTokens();
        int? start = model.Body is EncoderDecoderBody ? model.DecoderStartToken() : null;
        using TokenWriter writer = new(model, prompt, start, options.UseCache);
        if (options.Sample)
            return Sampling.Run(writer, options, ends, cancellation);
        return options.Beams == 1 ? GreedySearch.Run(writer, options, ends, cancellation) : BeamSearch.Run(writer, options, ends, cancellation);
    }

    private static void Check(PretrainedModel model, IReadOnlyList<int> prompt, GenerationOptions options)
    {
        if (model.HeadKind is not (HeadKind.CausalLanguageModeling or HeadKind.SequenceToSequence))
        {
            throw new InvalidModelException(
                model.Configuration.Place, model.HeadKind is { } kind ? $"a model for {kind}" : "a model without a head", "a causal or a sequence-to-sequence model", "Models of this kind do not write text.");
        }

        if (prompt.Count == 0)
            throw new InvalidOptionException("--prompt", "no token", "a prompt of at least one token", "This model's tokenizer adds no special token to an empty text.");
        if (prompt.Any(id => id < 0 || id >= model.Body.VocabularySize))
        {
            throw new InvalidModelException(
                model.Configuration.Place, $"a prompt with the id {prompt.First(id => id < 0 || id >= model.Body.VocabularySize)}", $"ids below {model.Body.VocabularySize}, the rows of the embedding",
                "The tokenizer is larger than the embedding: they do not belong together.");
        }

        int length = model.Body is EncoderDecoderBody ? options.MaximumNewTokens : prompt.Count + options.MaximumNewTokens;
        if (model.Body.MaximumLength is { } most && Math.Max(length, prompt.Count) > most)
        {
            throw new InvalidOptionException(
                "--max-new-tokens", $"{options.MaximumNewTokens} behind a prompt of {prompt.Count}", $"at most {most} tokens in all, which the model reads", "Ask for fewer tokens, or shorten the prompt.");
        }
    }
}
