using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Tokenizers.PostProcessors;

namespace Calque.Tokenizers;

/// <summary>
/// Which token plays which role. The first of these sources that names one counts: <c>special_tokens_map.json</c>,
/// <c>tokenizer_config.json</c>, the ids of the model's <c>config.json</c>, the post-processor, the names that everybody uses.
/// </summary>
public sealed class SpecialTokens
{
    private static readonly (SpecialTokenRole Role, string ConfigKey, string[] Names)[] Known =
    [
        (SpecialTokenRole.BeginningOfSequence, "bos_token_id", ["<s>", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "[BOS]", "<|endoftext|>"]),
        (SpecialTokenRole.EndOfSequence, "eos_token_id", ["</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>", "[EOS]"]),
        (SpecialTokenRole.Unknown, "unk_token_id", ["<unk>", "[UNK]"]),
        (SpecialTokenRole.Separator, "sep_token_id", ["[SEP]", "<sep>"]),
        (SpecialTokenRole.Padding, "pad_token_id", ["<pad>", "[PAD]", "<|pad|>"]),
        (SpecialTokenRole.Classification, "cls_token_id", ["[CLS]", "<cls>"]),
        (SpecialTokenRole.Mask, "mask_token_id", ["<mask>", "[MASK]"]),
    ];

    private readonly Dictionary<SpecialTokenRole, Assignment> _roles = [];
    private readonly List<int> _additional = [];
    private readonly List<int> _all = [];
    private readonly List<string> _warnings = [];

    private SpecialTokens()
    {
    }

    /// <summary>The special tokens without another role, lowest id first.</summary>
    public IReadOnlyList<int> Additional => _additional;

    /// <summary>Every special token, lowest id first.</summary>
    public IReadOnlyList<int> All => _all;

    /// <summary>Where sources disagree, or name what is not there.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Resolves the roles.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="modelConfig">The model's <c>config.json</c>, or null.</param>
    public static SpecialTokens Resolve(Tokenizer tokenizer, JsonObject? modelConfig)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var result = new SpecialTokens();
        foreach (SpecialTokenNames.NamedToken named in tokenizer.SpecialTokenNames.Tokens)
        {
            if (named.Role != SpecialTokenRole.Additional)
                result.Offer(named.Role, tokenizer, named.Content, named.File);
        }

        bool names = result._roles.Count > 0;
        foreach ((SpecialTokenRole role, string key, _) in Known)
        {
            if (ReadId(modelConfig, key) is int id)
                result.OfferId(role, tokenizer, id, $"config.json {key}", names);
        }

        result.OfferFrom(tokenizer.PostProcessor, tokenizer);
        foreach ((SpecialTokenRole role, _, string[] usual) in Known)
            result.OfferUsual(role, tokenizer, usual);
        result.Complete(tokenizer);
        return result;
    }

    /// <summary>The token of a role, or null. For <see cref="SpecialTokenRole.Additional"/> see the list.</summary>
    public int? GetId(SpecialTokenRole role) => _roles.TryGetValue(role, out Assignment? assignment) ? assignment.Id : null;

    /// <summary>Where the token of a role was found, such as <c>tokenizer_config.json</c>; null where the role is free.</summary>
    public string? GetSource(SpecialTokenRole role) => _roles.TryGetValue(role, out Assignment? assignment) ? assignment.Source : null;

    /// <summary>The roles that a token plays; more than one where, say, padding is the end of a text.</summary>
    public IReadOnlyList<SpecialTokenRole> GetRoles(int id)
    {
        var roles = new List<SpecialTokenRole>();
        foreach ((SpecialTokenRole role, _, _) in Known)
        {
            if (GetId(role) == id)
                roles.Add(role);
        }

        if (roles.Count == 0 && _additional.Contains(id))
            roles.Add(SpecialTokenRole.Additional);
        return roles;
    }

    private static int? ReadId(JsonObject? config, string key)
    {
        if (config is null || !config.TryGetPropertyValue(key, out JsonNode? node))
            return null;
        if (node is JsonArray { Count: > 0 } list)
            node = list[0]; // several ends: the first is the one that generation writes
        return node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int id) && id >= 0 ? id : null;
    }

    private void Offer(SpecialTokenRole role, Tokenizer tokenizer, string content, string source)
    {
        if (!tokenizer.TryGetId(content, out int id))
        {
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{source} names \"{content}\" as {role}, which the tokenizer does not have"));
            return;
        }

        if (_roles.TryAdd(role, new Assignment(id, source)))
            return;
        Assignment earlier = _roles[role];
        if (earlier.Id != id)
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{earlier.Source} and {source} disagree about {role}: {earlier.Id} and {id}; the first counts"));
    }

    private void OfferId(SpecialTokenRole role, Tokenizer tokenizer, int id, string source, bool filesNameTokens)
    {
        if (tokenizer.GetToken(id) is not string token)
        {
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{source} is {id}, an id without a token"));
            return;
        }

        if (_roles.TryGetValue(role, out Assignment? earlier))
        {
            if (earlier.Id != id)
                _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{earlier.Source} and {source} disagree about {role}: {earlier.Id} and {id}; the first counts"));
            return;
        }

        // Configs carry the defaults of their class: an id that falls on an ordinary word is one of these.
        if (!tokenizer.IsSpecial(id) && filesNameTokens)
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{source} is {id}, the ordinary token \"{token}\"; not used"));
        else
            _roles.Add(role, new Assignment(id, source));
    }

    private void OfferFrom(PostProcessor? processor, Tokenizer tokenizer)
    {
        switch (processor)
        {
            case PostProcessorSequence sequence:
                foreach (PostProcessor part in sequence.Parts)
                    OfferFrom(part, tokenizer);
                break;
            case BertPostProcessor bert:
                OfferAround(bert.ClassificationId, bert.SeparatorId, tokenizer, twoSides: true);
                break;
            case RobertaPostProcessor roberta:
                OfferAround(roberta.ClassificationId, roberta.SeparatorId, tokenizer, twoSides: true);
                break;
            case TemplatePostProcessor template:
                int first = -1;
                int last = -1;
                bool seen = false;
                foreach (TemplatePart part in template.Single)
                {
                    seen |= part.Sequence >= 0;
                    if (part.Ids.Count > 0 && !seen && first < 0)
                        first = part.Ids[0];
                    if (part.Ids.Count > 0 && seen)
                        last = part.Ids[0];
                }

                OfferAround(first, last, tokenizer, first >= 0 && last >= 0);
                break;
        }
    }

    private void OfferAround(int first, int last, Tokenizer tokenizer, bool twoSides)
    {
        const string Source = "post-processor";
        // [CLS] and [SEP] are no text marks of a language model; where they go by those names they stay what they are called.
        bool marks = !twoSides || tokenizer.GetToken(first) is not ("[CLS]" or "<cls>");
        if (first >= 0 && twoSides)
            _roles.TryAdd(SpecialTokenRole.Classification, new Assignment(first, Source));
        if (last >= 0 && twoSides)
            _roles.TryAdd(SpecialTokenRole.Separator, new Assignment(last, Source));
        if (first >= 0 && marks)
            _roles.TryAdd(SpecialTokenRole.BeginningOfSequence, new Assignment(first, Source));
        if (last >= 0 && marks)
            _roles.TryAdd(SpecialTokenRole.EndOfSequence, new Assignment(last, Source));
    }

    private void OfferUsual(SpecialTokenRole role, Tokenizer tokenizer, string[] usual)
    {
        foreach (string name in usual)
        {
            if (!_roles.ContainsKey(role) && tokenizer.TryGetId(name, out int id))
                _roles.Add(role, new Assignment(id, "conventional name"));
        }
    }

    private void Complete(Tokenizer tokenizer)
    {
        var taken = new HashSet<int>();
        foreach (Assignment assignment in _roles.Values)
            taken.Add(assignment.Id);
        var all = new SortedSet<int>(taken);
        foreach (int id in tokenizer.SpecialIds)
            all.Add(id);
        foreach (int id in all)
        {
            _all.Add(id);
            if (!taken.Contains(id))
                _additional.Add(id);
        }
    }

    private sealed record Assignment(int Id, string Source);
}
