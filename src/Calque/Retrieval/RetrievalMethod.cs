namespace Calque.Retrieval;

/// <summary>How translations are ranked (<c>--retrieval nn|csls|isf</c>).</summary>
public enum RetrievalMethod
{
    /// <summary>By cosine. Hubs, words that are near to everything, win too often.</summary>
    NearestNeighbor,

    /// <summary>
    /// Cross-domain similarity local scaling (Conneau et al. 2018): 2 cos(x, y) − r(x) − r(y), where r is the mean cosine to the nearest
    /// <see cref="RetrievalOptions.Neighborhood"/> words of the other side.
    /// </summary>
    Csls,

    /// <summary>
    /// Inverted softmax (Smith et al. 2017): the share of exp(β cos(x, y)) in the sum over all words x of the asking side; the score is its
    /// logarithm.
    /// </summary>
    InvertedSoftmax,
}
