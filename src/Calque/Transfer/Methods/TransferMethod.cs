using System.Collections.Generic;
using Calque.Transfer.Rules;

namespace Calque.Transfer.Methods;

/// <summary>A transfer method: an ordered list of rules. Each rule sees the tokens that the ones before it left open.</summary>
public abstract class TransferMethod
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one sentence for help and model cards.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it needs word vectors and a dictionary.</summary>
    public abstract bool NeedsVectors { get; }

    /// <summary>The rules in their order; the last one fills every token that is left.</summary>
    public abstract IReadOnlyList<TransferRule> Rules(TransferOptions options);
}
