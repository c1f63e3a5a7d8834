using System;
using System.Threading;

namespace Calque.Transfer.Rules;

/// <summary>One part of a transfer method: looks at the target tokens that are still open and fills some of them.</summary>
public abstract class TransferRule
{
    /// <summary>The name as it stands in plans, provenance and manifests.</summary>
    public abstract string Name { get; }

    /// <summary>Fills rows of the draft.</summary>
    public abstract void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation);
}
