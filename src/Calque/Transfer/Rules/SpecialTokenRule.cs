using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Tokenizers;

namespace Calque.Transfer.Rules;

/// <summary>
/// Special tokens are copied from the source's special tokens: what the user names first, then the same text, then the
/// same role (a source without the role lends the row of a related one). WECHSEL copies only equal strings, so that
/// <c>&lt;s&gt;</c> never finds <c>[CLS]</c>. A special token without a partner stays open.
/// </summary>
public sealed class SpecialTokenRule : TransferRule
{
    /// <summary>The name of this rule.</summary>
    public const string RuleName = "special";

    // A mask never borrows from padding: padding rows are often all zeros.
    private static readonly Dictionary<SpecialTokenRole, SpecialTokenRole[]> Related = new()
    {
        [SpecialTokenRole.BeginningOfSequence] = [SpecialTokenRole.Classification],
        [SpecialTokenRole.Classification] = [SpecialTokenRole.BeginningOfSequence],
        [SpecialTokenRole.EndOfSequence] = [SpecialTokenRole.Separator],
        [SpecialTokenRole.Separator] = [SpecialTokenRole.EndOfSequence],
        [SpecialTokenRole.Padding] = [SpecialTokenRole.EndOfSequence, SpecialTokenRole.Separator, SpecialTokenRole.Unknown],
        [SpecialTokenRole.Mask] = [SpecialTokenRole.Unknown],
        [SpecialTokenRole.Unknown] = [SpecialTokenRole.EndOfSequence, SpecialTokenRole.Separator],
    };

    // The order in which a token's roles are asked: what a token does in the middle of text says more than where it stands.
    private static readonly SpecialTokenRole[] Roles =
    [
        SpecialTokenRole.Mask, SpecialTokenRole.Padding, SpecialTokenRole.Unknown, SpecialTokenRole.Classification,
        SpecialTokenRole.BeginningOfSequence, SpecialTokenRole.Separator, SpecialTokenRole.EndOfSequence,
    ];

    private readonly IReadOnlyDictionary<string, string> _given;
    private readonly List<string> _lent = [];

    /// <summary>Makes the rule.</summary>
    /// <param name="given">Pairs that the user named: target token → source token.</param>
    public SpecialTokenRule(IReadOnlyDictionary<string, string> given) => _given = given;

    /// <inheritdoc/>
    public override string Name => RuleName;

    /// <summary>Target tokens that took the row of another role, such as <c>&lt;mask&gt; from &lt;unk&gt;</c>; bos and cls, eos and sep count as one.</summary>
    public IReadOnlyList<string> Lent => _lent;

    /// <inheritdoc/>
    public override void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        FillGiven(draft);
        for (int target = 0; target < draft.Target.VocabularySize; target++)
        {
            if (!draft.IsOpen(target) || !draft.Target.IsSpecial(target))
                continue;
            if (Partner(draft, target) is { } source)
                draft.Copy(target, source, Name);
        }
    }

    /// <summary>The source token that plays a role, or the one that lends its row for it; null where there is none.</summary>
    internal static int? Lend(SpecialTokens source, SpecialTokenRole role)
    {
        if (source.GetId(role) is { } own)
            return own;
        if (Related.TryGetValue(role, out SpecialTokenRole[]? related))
        {
            foreach (SpecialTokenRole other in related)
            {
                if (source.GetId(other) is { } lent)
                    return lent;
            }
        }

        return null;
    }

    private int? Partner(PlanDraft draft, int target)
    {
        string token = draft.Target.Tokenizer.GetToken(target)!;
        bool known = draft.Source.Tokenizer.TryGetId(token, out int same);
        if (known && draft.Source.IsSpecial(same))
            return same;
        foreach (SpecialTokenRole role in Roles)
        {
            if (draft.Target.Special.GetId(role) != target || Lend(draft.Source.Special, role) is not { } source)
                continue;
            bool related = role is SpecialTokenRole.Mask or SpecialTokenRole.Padding or SpecialTokenRole.Unknown;
            if (related && draft.Source.Special.GetId(role) is null)
                _lent.Add($"{token} from {draft.Source.Tokenizer.GetToken(source)}");
            return source;
        }

        return known ? same : null;
    }

    private void FillGiven(PlanDraft draft)
    {
        foreach ((string targetToken, string sourceToken) in _given)
        {
            if (!draft.Target.Tokenizer.TryGetId(targetToken, out int target))
            {
                throw new InvalidOptionException(
                    "--special-token", $"the target token '{targetToken}'", $"a token of {draft.Target.Tokenizer.Path}",
                    "Write it as TARGET=SOURCE, each as it stands in the vocabulary.");
            }

            if (!draft.Source.Tokenizer.TryGetId(sourceToken, out int source))
            {
                throw new InvalidOptionException(
                    "--special-token", $"the source token '{sourceToken}'", $"a token of {draft.Source.Tokenizer.Path}",
                    "Write it as TARGET=SOURCE, each as it stands in the vocabulary.");
            }

            if (draft.IsOpen(target))
                draft.Copy(target, source, Name);
        }
    }
}
