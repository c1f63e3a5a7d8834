using System;
using System.Collections.Generic;

namespace Calque.Evaluation;

/// <summary>
/// Translation scores under the three definitions in use. They agree on what is right, any of a word's translations, and differ in what a word without a
/// vector costs.
/// </summary>
/// <param name="Muse">Conneau et al. 2018: it is left out.</param>
/// <param name="Vecmap">Artetxe et al. 2018: it is left out, and the coverage stands beside the score.</param>
/// <param name="Fasttext">Joulin et al. 2018: it counts as wrong.</param>
public sealed record DefinitionScores(TranslationScores Muse, TranslationScores Vecmap, TranslationScores Fasttext)
{
    /// <summary>Scores the ranks of first right answers.</summary>
    /// <param name="ranks">One for each word that could be asked for, see <see cref="TranslationScores.Of(IReadOnlyList{int}, int)"/>.</param>
    /// <param name="allWords">All distinct source words of the dictionary.</param>
    public static DefinitionScores Of(IReadOnlyList<int> ranks, int allWords)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        TranslationScores asked = TranslationScores.Of(ranks, ranks.Count);
        return new DefinitionScores(
            asked, asked with { Coverage = allWords == 0 ? 0 : (double)ranks.Count / allWords }, TranslationScores.Of(ranks, allWords));
    }
}
