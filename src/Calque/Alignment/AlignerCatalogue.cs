using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Calque.Alignment;

/// <summary>All aligners, by the names that are typed.</summary>
public static class AlignerCatalogue
{
    /// <summary>The aligners, in the order in which they are shown.</summary>
    public static IReadOnlyList<IAligner> All { get; } =
    [
        new ProcrustesAligner(),
        new LeastSquaresAligner(),
        new RcslsAligner(),
        new WhiteningAligner(),
        new SelfLearningAligner(),
        new AdversarialAligner(),
        new IdentityAligner(),
        new AutoAligner(),
    ];

    /// <summary>Their names, as one text.</summary>
    public static string Names => string.Join(", ", All.Select(aligner => aligner.Name));

    /// <summary>Finds an aligner.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out IAligner? aligner)
    {
        aligner = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal));
        return aligner is not null;
    }
}
