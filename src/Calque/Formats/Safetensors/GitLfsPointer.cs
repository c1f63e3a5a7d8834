using System;

namespace Calque.Formats.Safetensors;

/// <summary>The small text file that stands in for a large one where a repository was cloned without Git LFS.</summary>
internal static class GitLfsPointer
{
    /// <summary>How such a file begins.</summary>
    public static ReadOnlySpan<byte> Signature => "version https://git-lfs.github.com/spec/"u8;

    /// <summary>The refusal of such a file, with the way out.</summary>
    public static InvalidModelException Refuse(string path) => new(
        path, "a Git LFS pointer, not the weights themselves", "the weights",
        "The repository was cloned without Git LFS: run `git lfs install` and `git lfs pull` in it, or download the file itself.");
}
