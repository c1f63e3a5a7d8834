using System;
using System.Security.Cryptography;
using System.Threading;
using Calque.IO;

namespace Calque.Transfer.Evidence;

/// <summary>
/// The SHA-256 of a file, out of mapped pages that are given back as soon as they were read: copying the bytes out of the system would
/// cost twice as much, and pages that stay would count as resident memory.
/// </summary>
internal static class FileHash
{
    private const int BlockBytes = 1 << 20;

    public static InputFile Compute(string role, string path, CancellationToken cancellation)
    {
        using MappedFile file = MappedFile.Open(path);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < file.Length; offset += BlockBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = (int)Math.Min(BlockBytes, file.Length - offset);
            hash.AppendData(file.Slice(offset, length));
            file.Release(offset, length);
        }

        return new InputFile(role, path, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
