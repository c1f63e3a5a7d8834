using System.Collections.Generic;
using Calque.Transfer.Rules;

namespace Calque.Transfer.Methods;

/// <summary>
/// The control: every row is drawn at random. With the body copied it is the starting point of TransInner, with
/// <see cref="ModelBody.Random"/> the one of FullRand (both in the WECHSEL paper, section 4).
/// </summary>
public sealed class RandomMethod : TransferMethod
{
    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override string Description => "every row is drawn from the normal distribution of the source rows (the control)";

    /// <inheritdoc/>
    public override bool NeedsVectors => false;

    /// <inheritdoc/>
    public override IReadOnlyList<TransferRule> Rules(TransferOptions options) => [new RandomDrawRule()];
}
