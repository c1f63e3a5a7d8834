using System.Collections.Generic;
using Calque.Transfer.Rules;

namespace Calque.Transfer.Methods;

/// <summary>WECHSEL: Minixhofer, Paischer, Rekabsaz 2022, "Effective initialization of subword embeddings for cross-lingual transfer of monolingual language models".</summary>
public sealed class WechselMethod : TransferMethod
{
    /// <inheritdoc/>
    public override string Name => "wechsel";

    /// <inheritdoc/>
    public override string Description =>
        "each row is a mean of the rows of the nearest source tokens in the aligned space of static word vectors (WECHSEL)";

    /// <inheritdoc/>
    public override bool NeedsVectors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TransferRule> Rules(TransferOptions options) =>
    [
        new SpecialTokenRule(options.SpecialTokens),
        new ByteTokenRule(),
        new StaticVectorRule(options),
        new RandomDrawRule(),
    ];
}
