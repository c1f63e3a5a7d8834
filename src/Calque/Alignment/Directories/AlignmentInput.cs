namespace Calque.Alignment.Directories;

/// <summary>One file that went into an alignment.</summary>
/// <param name="Role">What it was read as, by the option's name.</param>
/// <param name="Path">The path as it was given.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal.</param>
public sealed record AlignmentInput(string Role, string Path, long Bytes, string Sha256);
