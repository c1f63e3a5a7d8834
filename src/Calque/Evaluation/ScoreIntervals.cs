namespace Calque.Evaluation;

/// <summary>The 95 % intervals of <see cref="TranslationScores"/>, by drawing the source words with replacement.</summary>
/// <param name="P1">Of P@1.</param>
/// <param name="P5">Of P@5.</param>
/// <param name="P10">Of P@10.</param>
/// <param name="Mrr">Of the mean reciprocal rank.</param>
public sealed record ScoreIntervals(ConfidenceInterval P1, ConfidenceInterval P5, ConfidenceInterval P10, ConfidenceInterval Mrr);
