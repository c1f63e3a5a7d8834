using System.Collections.Generic;

namespace Calque.Evaluation;

/// <summary>What is near to a word as a word of one language.</summary>
/// <param name="Rank">Its place among the words by frequency, from 1; null where it is none of those that count, but beyond the limit or composed of n-grams.</param>
/// <param name="Translations">The best words of the other language.</param>
/// <param name="Around">The nearest words of its own language, in the common space.</param>
public sealed record NearestSide(int? Rank, IReadOnlyList<NearestWord> Translations, IReadOnlyList<NearestWord> Around);
