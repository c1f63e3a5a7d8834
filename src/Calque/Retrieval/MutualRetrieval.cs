namespace Calque.Retrieval;

/// <summary>The answers of a retrieval in both directions.</summary>
/// <param name="OfSource">For each source row the best target rows.</param>
/// <param name="OfTarget">For each target row the best source rows.</param>
public sealed record MutualRetrieval(RetrievalTable OfSource, RetrievalTable OfTarget);
