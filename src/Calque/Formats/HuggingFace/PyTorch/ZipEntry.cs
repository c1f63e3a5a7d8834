namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>An entry of a zip archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Method">How it is packed; 0: stored as it is.</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="Length">How many bytes it has in the file.</param>
internal sealed record ZipEntry(string Name, int Method, long Offset, long Length);
