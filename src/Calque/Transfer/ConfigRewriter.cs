using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Calque.Transfer;

/// <summary>
/// Gives config.json and generation_config.json the target's vocabulary: its size and every id of a special token. Keys that
/// it does not know keep their values and their order.
/// </summary>
public sealed class ConfigRewriter
{
    private static readonly string[] SizeKeys = ["vocab_size", "n_vocab", "n_words"];

    // A class of the library falls back to the ids of its own vocabulary when these keys are absent.
    private static readonly string[] AlwaysWritten = ["bos_token_id", "eos_token_id", "pad_token_id"];

    private readonly SpecialTokenIds _ids;
    private readonly int _vocabularySize;
    private readonly List<string> _warnings = [];
    private readonly List<ConfigChange> _changes = [];

    /// <summary>Makes a rewriter.</summary>
    /// <param name="ids">The ids of both sides.</param>
    /// <param name="vocabularySize">Rows of the new embedding.</param>
    public ConfigRewriter(SpecialTokenIds ids, int vocabularySize)
    {
        _ids = ids;
        _vocabularySize = vocabularySize;
    }

    /// <summary>Ids that the target has no token for.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Every value that was changed.</summary>
    public IReadOnlyList<ConfigChange> Changes => _changes;

    /// <summary>A copy of config.json for the target.</summary>
    /// <param name="config">The source's.</param>
    /// <param name="tokenizerClass">The class that the target's tokenizer_config.json names; null removes a class that the source's config names.</param>
    public JsonObject RewriteConfig(JsonObject config, string? tokenizerClass)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonObject copy = config.DeepClone().AsObject();
        RewriteIds("config.json", copy);
        foreach (string key in AlwaysWritten)
        {
            if (!copy.ContainsKey(key) && _ids.OwnOfRole(SpecialTokenIds.RoleOfKey(key)!.Value) is { } id)
                Set("config.json", copy, key, id);
        }

        bool named = false;
        foreach (string key in SizeKeys.Where(copy.ContainsKey))
        {
            Set("config.json", copy, key, _vocabularySize);
            named |= key == "vocab_size";
        }

        if (!named)
            Set("config.json", copy, "vocab_size", _vocabularySize);
        if (copy.ContainsKey("tokenizer_class"))
        {
            if (tokenizerClass is not null)
                Set("config.json", copy, "tokenizer_class", tokenizerClass);
            else
                copy.Remove("tokenizer_class");
        }

        return copy;
    }

    /// <summary>A copy of generation_config.json for the target.</summary>
    public JsonObject RewriteGenerationConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonObject copy = config.DeepClone().AsObject();
        RewriteIds("generation_config.json", copy);
        return copy;
    }

    private void RewriteIds(string file, JsonObject config)
    {
        foreach (string key in config.Select(pair => pair.Key).ToArray())
        {
            JsonNode? value = config[key];
            if (key.EndsWith("_token_id", StringComparison.Ordinal))
                Set(file, config, key, value is JsonArray list ? Map(file, key, list) : Map(file, key, value));
            else if (key is "suppress_tokens" or "begin_suppress_tokens" && value is JsonArray suppressed)
                Set(file, config, key, Map(file, key, suppressed));
            else if (value is JsonObject inner && key is "text_config" or "decoder" or "encoder" or "generator" or "discriminator")
                RewriteIds($"{file}: {key}", inner!);
        }
    }

    private JsonNode? Map(string file, string key, JsonNode? value)
    {
        // A key that names a role follows the role: the source's own config is not always right about its ids.
        if (SpecialTokenIds.RoleOfKey(key) is { } role)
        {
            if (_ids.OwnOfRole(role) is { } own)
                return own;
            // No token of its own: another one is lent only where the source had a value to replace.
            if (value is null || !IsNumber(value))
                return value?.DeepClone();
            return _ids.OfRole(role) is { } lent ? Lent(file, key, lent) : Missing(file, key, value);
        }

        if (value is null || !IsNumber(value))
            return value?.DeepClone();
        return _ids.OfSource(value.GetValue<long>()) is { } mapped ? mapped : Missing(file, key, value);
    }

    // Several ends of sequence (Llama 3 has three): each by itself, then the target's own.
    private JsonArray Map(string file, string key, JsonArray list)
    {
        SortedSet<int> ids = [];
        foreach (JsonNode? value in list)
        {
            if (value is not null && IsNumber(value) && _ids.OfSource(value.GetValue<long>()) is { } id)
                ids.Add(id);
        }

        if (SpecialTokenIds.RoleOfKey(key) is { } role && _ids.OfRole(role) is { } own)
            ids.Add(own);
        if (ids.Count == 0 && list.Count > 0)
            Missing(file, key, list);
        return new JsonArray([.. ids.Select(id => (JsonNode)id)]);
    }

    private JsonNode Lent(string file, string key, int id)
    {
        _warnings.Add($"{file}: the target tokenizer has no token of its own for {key}; {id} ({_ids.TargetToken(id)}) stands in for it");
        return id;
    }

    private JsonNode? Missing(string file, string key, JsonNode value)
    {
        _warnings.Add($"{file}: {key} was {value.ToJsonString()}; the target tokenizer has no token for it, so it is null now");
        return null;
    }

    private static bool IsNumber(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out long _);

    private void Set(string file, JsonObject config, string key, JsonNode? value)
    {
        string before = config[key]?.ToJsonString() ?? (config.ContainsKey(key) ? "null" : "absent");
        string after = value?.ToJsonString() ?? "null";
        config[key] = value;
        if (before != after)
            _changes.Add(new ConfigChange(file, key, before, after));
    }
}
