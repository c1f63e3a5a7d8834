using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Calque.Neural.Models;

/// <summary>The tokens that a model's files give a part to play in writing.</summary>
internal static class ConfiguredTokens
{
    /// <summary>The tokens that end a text; none where no file names one.</summary>
    public static IReadOnlyCollection<int> EndTokens(this PretrainedModel model) => Read(model, "eos_token_id");

    /// <summary>The token that a decoder begins with: <c>decoder_start_token_id</c>, or the padding token, as in T5.</summary>
    /// <exception cref="InvalidModelException">No file names one, or it is no row of the embedding.</exception>
    public static int DecoderStartToken(this PretrainedModel model)
    {
        int[] named = [.. Read(model, "decoder_start_token_id"), .. Read(model, "pad_token_id")];
        if (named.Length == 0)
        {
            throw new InvalidModelException(
                model.Configuration.Place, "no decoder_start_token_id", "the token that a decoder begins with", "Add it to config.json; T5 takes the padding token.");
        }

        return Checked(model, "decoder_start_token_id, or else pad_token_id,", named[0]);
    }

    /// <summary>The token that fills places which nobody reads; null where no file names one.</summary>
    public static int? PaddingToken(this PretrainedModel model) => Read(model, "pad_token_id") is [int padding, ..] ? Checked(model, "pad_token_id", padding) : null;

    private static int Checked(PretrainedModel model, string key, int id) => id >= 0 && id < model.Body.VocabularySize ? id : throw new InvalidModelException(
        $"{model.Configuration.Place} or generation_config.json", $"{key} {id}", $"an id from 0 to below {model.Body.VocabularySize}, the rows of the embedding", "Name a token of this model.");

    /// <summary>The ids of a key of generation_config.json, else of config.json: one or a list.</summary>
    private static int[] Read(PretrainedModel model, string key)
    {
        foreach (JsonObject? json in (JsonObject?[])[model.Directory.GenerationConfig, model.Configuration.Json])
        {
            JsonNode? node = json?[key];
            if (node is JsonArray list)
                return [.. list.Select(item => Id(model, key, item))];
            if (node is not null)
                return [Id(model, key, node)];
        }

        return [];
    }

    private static int Id(PretrainedModel model, string key, JsonNode? node) =>
        node is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue(out int id) ? id : throw new InvalidModelException(
            $"{model.Configuration.Place} or generation_config.json, {key}", node?.ToJsonString() ?? "null", "a token id, or a list of them", "Name tokens by their numbers.");
}
