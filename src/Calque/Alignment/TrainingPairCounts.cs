using System.Globalization;

namespace Calque.Alignment;

/// <summary>What became of a dictionary's lines. Every pair that was read is in exactly one class.</summary>
/// <param name="LinesRead">Lines of the file.</param>
/// <param name="LinesSkipped">Lines that gave no pair: empty, malformed, not UTF-8, remarks.</param>
/// <param name="Pairs">Pairs that were read.</param>
/// <param name="Used">Pairs with a vector on both sides, the first time they occur.</param>
/// <param name="Duplicates">Repeats of used pairs.</param>
/// <param name="MultiWord">Pairs that fell out and have an unknown side of several words, which word vectors do not hold.</param>
/// <param name="SourceUnknown">Pairs whose source alone is no word of the source vectors.</param>
/// <param name="TargetUnknown">Pairs whose target alone is no word of the target vectors.</param>
/// <param name="BothUnknown">Pairs of which neither side is known.</param>
/// <param name="UsableIfSwapped">Pairs that would be usable if the two columns were exchanged (not a class of its own).</param>
public sealed record TrainingPairCounts(
    int LinesRead,
    int LinesSkipped,
    int Pairs,
    int Used,
    int Duplicates,
    int MultiWord,
    int SourceUnknown,
    int TargetUnknown,
    int BothUnknown,
    int UsableIfSwapped)
{
    /// <summary>Whether the two columns look exchanged: more than twice as many pairs would be usable the other way round.</summary>
    public bool LooksReversed => UsableIfSwapped > 2 * (Used + Duplicates);

    /// <summary>The classes in words, such as <c>120 lines read, 3 without a pair, 7 of several words, …</c>.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{LinesRead} lines read, {LinesSkipped} without a pair, {MultiWord} pairs of several words, "
        + $"{SourceUnknown} with unknown source word, {TargetUnknown} with unknown target word, {BothUnknown} with both unknown, {Duplicates} repeated");
}
