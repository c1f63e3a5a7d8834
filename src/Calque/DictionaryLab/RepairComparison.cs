namespace Calque.DictionaryLab;

/// <summary>
/// The precision of an alignment before and after a repair, on source words that neither the alignment nor the repair has seen: P@1 by CSLS (k = 10) of
/// orthogonal Procrustes on unit, centred, unit vectors.
/// </summary>
/// <param name="Words">Words asked.</param>
/// <param name="TrainingPairsBefore">Pairs the alignment was fitted on, as the dictionary stood.</param>
/// <param name="TrainingPairsAfter">Pairs it was fitted on after the repair.</param>
/// <param name="Before">P@1 before, a fraction of 1.</param>
/// <param name="After">P@1 after, a fraction of 1.</param>
/// <param name="Low">The lower end of the difference's 95 % interval (paired bootstrap over the words, 10,000 draws).</param>
/// <param name="High">Its upper end.</param>
public sealed record RepairComparison(int Words, int TrainingPairsBefore, int TrainingPairsAfter, double Before, double After, double Low, double High)
{
    /// <summary>After less before.</summary>
    public double Difference => After - Before;
}
