namespace Calque.Alignment.Directories;

/// <summary>What <see cref="AlignVectors"/> did.</summary>
/// <param name="Output">The directory that was written.</param>
/// <param name="Manifest">What stands in its <c>calque.manifest.json</c>.</param>
public sealed record AlignVectorsResult(string Output, AlignmentManifest Manifest);
