using System;
using System.Collections.Generic;
using Calque.Tokenizers;
using Calque.Transfer.Rules;

namespace Calque.Transfer;

/// <summary>Which target id stands in a config where a source id stood.</summary>
public sealed class SpecialTokenIds
{
    // The roles behind the keys that name no role themselves.
    private static readonly Dictionary<string, SpecialTokenRole> KeyRoles = new(StringComparer.Ordinal)
    {
        ["bos_token_id"] = SpecialTokenRole.BeginningOfSequence,
        ["eos_token_id"] = SpecialTokenRole.EndOfSequence,
        ["pad_token_id"] = SpecialTokenRole.Padding,
        ["unk_token_id"] = SpecialTokenRole.Unknown,
        ["sep_token_id"] = SpecialTokenRole.Separator,
        ["cls_token_id"] = SpecialTokenRole.Classification,
        ["mask_token_id"] = SpecialTokenRole.Mask,
    };

    private static readonly SpecialTokenRole[] AllRoles =
    [
        SpecialTokenRole.Padding, SpecialTokenRole.EndOfSequence, SpecialTokenRole.BeginningOfSequence, SpecialTokenRole.Separator,
        SpecialTokenRole.Classification, SpecialTokenRole.Unknown, SpecialTokenRole.Mask,
    ];

    private readonly TokenizerSide _source;
    private readonly TokenizerSide _target;

    /// <summary>Looks both sides' roles up.</summary>
    public SpecialTokenIds(TokenizerSide source, TokenizerSide target)
    {
        _source = source;
        _target = target;
    }

    /// <summary>The target token of an id.</summary>
    public string TargetToken(int id) => _target.Tokenizer.GetToken(id) ?? "";

    /// <summary>The target's own token for a role; null where it has none.</summary>
    public int? OwnOfRole(SpecialTokenRole role) => _target.Special.GetId(role);

    /// <summary>The target id of a role, lent by a related role where the target has no token of its own for it; null where there is none.</summary>
    public int? OfRole(SpecialTokenRole role) => SpecialTokenRule.Lend(_target.Special, role);

    /// <summary>The role that a key such as <c>pad_token_id</c> names, or null.</summary>
    public static SpecialTokenRole? RoleOfKey(string key) => KeyRoles.TryGetValue(key, out SpecialTokenRole role) ? role : null;

    /// <summary>The target id in the place of a source id: the special token of the same text, else of a role that the source id plays, else the token of the same text.</summary>
    /// <param name="sourceId">An id as it stands in the source's config.</param>
    /// <returns>Null where the target has nothing like it.</returns>
    public int? OfSource(long sourceId)
    {
        if (sourceId < 0 || sourceId >= _source.VocabularySize || _source.Tokenizer.GetToken((int)sourceId) is not { } token)
            return null;
        bool known = _target.Tokenizer.TryGetId(token, out int same);
        if (known && _target.IsSpecial(same))
            return same;
        foreach (SpecialTokenRole role in AllRoles)
        {
            if (_source.Special.GetId(role) == sourceId && OfRole(role) is { } id)
                return id;
        }

        return known ? same : null;
    }
}
