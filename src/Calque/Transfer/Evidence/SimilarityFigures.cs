namespace Calque.Transfer.Evidence;

/// <summary>How near the neighbours are, over the rows that word vectors filled.</summary>
/// <param name="Rows">Rows filled from word vectors.</param>
/// <param name="MeanNearest">Mean cosine of the nearest neighbour.</param>
/// <param name="MeanWeighted">Mean over rows of the weighted mean cosine.</param>
/// <param name="Lowest">The lowest weighted mean cosine of a row.</param>
/// <param name="Highest">The highest one.</param>
/// <param name="PlaceholderPercent">The share of the weights that lies on placeholders of the source vocabulary, such as <c>[unused7]</c>, in percent.</param>
public sealed record SimilarityFigures(
    int Rows, double MeanNearest, double MeanWeighted, double Lowest, double Highest, double PlaceholderPercent);
