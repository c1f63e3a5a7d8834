using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <summary>Which special tokens the files beside a tokenizer name, for which role.</summary>
internal sealed class SpecialTokenNames
{
    private readonly List<NamedToken> _tokens = [];

    /// <summary>What was named, in the order in which the files count: special_tokens_map.json, then tokenizer_config.json.</summary>
    public IReadOnlyList<NamedToken> Tokens => _tokens;

    /// <summary>The texts of all of them.</summary>
    public IEnumerable<string> Contents
    {
        get
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (NamedToken token in _tokens)
            {
                if (known.Add(token.Content))
                    yield return token.Content;
            }
        }
    }

    /// <summary>The class that <c>tokenizer_config.json</c> names, or the model type of <c>config.json</c>; empty for none.</summary>
    public string TokenizerClass { get; set; } = "";

    /// <summary>The model type that <c>config.json</c> names; empty for none.</summary>
    public string ModelType { get; set; } = "";

    /// <summary>Truth values of <c>tokenizer_config.json</c>, such as <c>do_lower_case</c>.</summary>
    public Dictionary<string, bool> Flags { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens with ids: <c>added_tokens_decoder</c> of tokenizer_config.json, <c>added_tokens.json</c>.</summary>
    public List<AddedToken> AddedTokens { get; } = [];

    public void Add(SpecialTokenRole role, string content, string file) => _tokens.Add(new NamedToken(role, content, file));

    /// <summary>A token that a file names for a role.</summary>
    internal sealed record NamedToken(SpecialTokenRole Role, string Content, string File);
}
