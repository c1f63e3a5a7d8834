using System.Collections.Generic;

namespace Calque.World;

/// <summary>What the demonstration found.</summary>
/// <param name="Output">Where inputs and model lie; null where they were not kept.</param>
/// <param name="SourceTokens">Entries of the source tokenizer (language A).</param>
/// <param name="TargetTokens">Entries of the target tokenizer (language B).</param>
/// <param name="DictionaryLines">Lines of the dictionary that was given.</param>
/// <param name="Score">How often the neighbours are translations.</param>
/// <param name="RightRows">Whole words whose new embedding row is nearest to the row of a concept that the word says.</param>
/// <param name="RandomRows">Rows that were drawn at random.</param>
/// <param name="Examples">Some whole words with their neighbours, spread evenly over the vocabulary.</param>
public sealed record DemoResult(
    string? Output, int SourceTokens, int TargetTokens, int DictionaryLines, GoldScore Score, int RightRows, int RandomRows,
    IReadOnlyList<DemoExample> Examples);
