using System;
using System.Threading;

namespace Calque.Transfer.Rules;

/// <summary>
/// What is left draws its row from N(mean, sd) of the source rows, dimension by dimension, keyed by seed and token. Ids of
/// the target that have no token draw too, and are counted apart.
/// </summary>
public sealed class RandomDrawRule : TransferRule
{
    /// <summary>The name of this rule.</summary>
    public const string RuleName = "random";

    /// <summary>The name under which ids without a token are counted.</summary>
    public const string UnusedName = "unused";

    /// <inheritdoc/>
    public override string Name => RuleName;

    /// <inheritdoc/>
    public override void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        for (int target = 0; target < draft.Target.VocabularySize; target++)
        {
            if (draft.IsOpen(target))
                draft.Draw(target, draft.Target.Tokenizer.GetToken(target) is null ? UnusedName : Name);
        }
    }
}
