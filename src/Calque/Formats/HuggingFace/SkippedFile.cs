namespace Calque.Formats.HuggingFace;

/// <summary>A file of the source directory that was not copied.</summary>
/// <param name="Name">Its name below the directory.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record SkippedFile(string Name, string Reason);
