using System.Collections.Generic;

namespace Calque.World;

/// <summary>What was written.</summary>
/// <param name="Output">The directory.</param>
/// <param name="Files">The files and tokenizer directories in it, by their relative names, in the order of writing.</param>
public sealed record WorldFilesResult(string Output, IReadOnlyList<string> Files);
