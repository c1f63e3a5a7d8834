namespace Calque.Evaluation;

/// <summary>What <see cref="EvaluateAlignment"/> found.</summary>
/// <param name="Muse">MUSE's definition: words without a vector are left out.</param>
/// <param name="Vecmap">vecmap's: they are left out, and the coverage is told.</param>
/// <param name="Fasttext">fastText's: they count as wrong.</param>
/// <param name="Details">All else.</param>
public sealed record EvaluateAlignmentResult(TranslationScores Muse, TranslationScores Vecmap, TranslationScores Fasttext, EvaluationDetails Details);
