using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;

namespace Calque.Transfer;

/// <summary>Where a tokenizer asks for more than the body of a model has: the body is never changed for it, so the user is told.</summary>
internal static class TokenizerFit
{
    // Tokenizers without a limit write 10^30 or 10^12.
    private const long NoLimit = 1_000_000;

    /// <summary>Compares a tokenizer with the configuration of the model that it was given to.</summary>
    /// <param name="tokenizer">The target tokenizer.</param>
    /// <param name="config">The new config.json.</param>
    /// <param name="firstPosition">The row of the position table at which text begins; 0 but for the RoBERTa family.</param>
    public static IEnumerable<string> Describe(Tokenizer tokenizer, JsonObject config, int firstPosition)
    {
        // Empty texts have the types of their special tokens, and need no token of the vocabulary.
        int types = 1;
        foreach (int type in tokenizer.Encode(new TextInput("", "")).TypeIds)
            types = Math.Max(types, type + 1);
        if (Number(config, "type_vocab_size") is { } typeSize && types > typeSize)
        {
            yield return $"the tokenizer gives pairs of texts {types} token types, the model has {typeSize} (type_vocab_size): use it for single texts, "
                + "or set the types to 0";
        }

        string? file = tokenizer.Files.FirstOrDefault(path => Path.GetFileName(path) == "tokenizer_config.json");
        long? longest = file is null ? null : Number(JsonFile.Read(file), "model_max_length");
        long? positions = Number(config, "max_position_embeddings") ?? Number(config, "n_positions");
        if (longest < NoLimit && positions - firstPosition < longest)
        {
            yield return $"the tokenizer's model_max_length is {longest}, the model has {positions - firstPosition} positions: cut texts to that length";
        }
    }

    private static long? Number(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
