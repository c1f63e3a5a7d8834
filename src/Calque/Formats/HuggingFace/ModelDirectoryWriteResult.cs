using System.Collections.Generic;

namespace Calque.Formats.HuggingFace;

/// <summary>What was written.</summary>
/// <param name="WeightFiles">The weight files and, for shards, their index.</param>
/// <param name="WeightBytes">Bytes of all tensors (total_size of an index).</param>
/// <param name="CopiedFiles">Other files that were copied.</param>
/// <param name="SkippedFiles">Files that were not copied, but for those that the caller left out.</param>
/// <param name="DroppedNames">Names of tied tensors that are not written, because loading the model makes them again.</param>
public sealed record ModelDirectoryWriteResult(
    IReadOnlyList<string> WeightFiles,
    long WeightBytes,
    IReadOnlyList<string> CopiedFiles,
    IReadOnlyList<SkippedFile> SkippedFiles,
    IReadOnlyList<string> DroppedNames);
