using System.Collections.Generic;

namespace Calque.Tokenizers.Training;

/// <summary>What byte-pair training found.</summary>
/// <param name="Vocabulary">The entries; an entry's place is its id.</param>
/// <param name="Merges">The merges in the order in which they were found.</param>
public sealed record TrainedBpe(IReadOnlyList<string> Vocabulary, IReadOnlyList<BpeMerge> Merges);
