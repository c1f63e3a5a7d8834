using System.Text.Json.Serialization;

namespace Calque.Evaluation;

/// <summary>How alike two spaces are without any map; all figures are the same for a space and its rotation.</summary>
public sealed record IsomorphismFigures
{
    /// <summary>
    /// Sum of squared differences of the largest eigenvalues of the Laplacians of both nearest-neighbour graphs (Søgaard et al. 2018); 0: alike. See <see cref="NeighborGraphSpectrum"/>.
    /// </summary>
    public required double EigenvalueDifference { get; init; }

    /// <summary>Eigenvalues that were compared.</summary>
    public required int Eigenvalues { get; init; }

    /// <summary>Most frequent words of either side in those graphs.</summary>
    public required int GraphWords { get; init; }

    /// <summary>The bottleneck distance of the spaces' clusterings, a lower bound of the Gromov-Hausdorff distance (Patra et al. 2019); 0: alike. See <see cref="SpanningTreeDistance"/>.</summary>
    public required double GromovHausdorff { get; init; }

    /// <summary>Most frequent words of either side in it.</summary>
    public required int TreeWords { get; init; }

    /// <summary>
    /// The correlation of the cosines between all words of the test dictionary's pairs in either language (Vulić et al. 2020, RSIM); 1: alike. Null with fewer than three pairs.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RelationalSimilarity { get; init; }

    /// <summary>Pairs in it.</summary>
    public required int RelationalPairs { get; init; }
}
