using System.Collections.Generic;

namespace Calque.Tokenizers.PostProcessors;

/// <summary>One part of a template.</summary>
/// <param name="Sequence">0 or 1 for the first or second sequence; -1 for special tokens.</param>
/// <param name="TypeId">The type id of its tokens.</param>
/// <param name="Ids">The ids of the special tokens; empty for a sequence.</param>
/// <param name="Tokens">The special tokens as encodings show them.</param>
public sealed record TemplatePart(int Sequence, int TypeId, IReadOnlyList<int> Ids, IReadOnlyList<string> Tokens);
