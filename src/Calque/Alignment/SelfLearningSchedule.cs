namespace Calque.Alignment;

/// <summary>How long self-learning goes on.</summary>
/// <param name="FirstWords">The most frequent words that it begins with.</param>
/// <param name="Words">The most frequent words that it ends with.</param>
/// <param name="Patience">Rounds without a rise of the objective after which the share of candidates grows.</param>
/// <param name="LastPatience">The same for all words.</param>
/// <param name="Tolerance">What counts as a rise.</param>
/// <param name="MaxRounds">Rounds of one kind at most.</param>
internal sealed record SelfLearningSchedule(int FirstWords, int Words, int Patience = 10, int LastPatience = 3, double Tolerance = 1e-4, int MaxRounds = 200);
