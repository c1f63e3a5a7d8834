namespace Calque.Alignment.Directories;

/// <summary>What became of a dictionary.</summary>
/// <param name="Lines">Lines of the file.</param>
/// <param name="SkippedLines">Lines that gave no pair.</param>
/// <param name="Pairs">Pairs that were read.</param>
/// <param name="Uncovered">Pairs of which a word has no vector.</param>
/// <param name="Repeated">Pairs that stand there more than once, all but the first time.</param>
/// <param name="Used">Pairs that the alignment was made from.</param>
/// <param name="Composed">Of these, pairs of which a side has several words and a vector made of theirs.</param>
/// <param name="Weighted">Whether its third column says how much each pair counts (all numbers in it are from 0 to 1).</param>
public sealed record DictionaryFigures(int Lines, int SkippedLines, int Pairs, int Uncovered, int Repeated, int Used, int Composed, bool Weighted);
