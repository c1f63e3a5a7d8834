namespace Calque.Tests.Fuzz;

/// <summary>What a file is made of: which edits keep enough of it whole to reach beyond the first check.</summary>
internal enum FuzzShape
{
    Bytes,
    Json,
    Lines,
    Safetensors,
    PyTorchArchive,
    Protobuf,
    GzipOfLines,
    GzipOfBytes,
}
