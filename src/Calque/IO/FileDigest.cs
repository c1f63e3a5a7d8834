using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;

namespace Calque.IO;

/// <summary>The size and the SHA-256 of a file.</summary>
/// <param name="Path">The path as it was given.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record FileDigest(string Path, long Bytes, string Sha256)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>
    /// Reads a file through out of mapped pages that are given back as soon as they were read: copying the bytes out of the system would cost twice as much, and pages
    /// that stay would count as resident memory.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileDigest Compute(string path, CancellationToken cancellation)
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

        return new FileDigest(path, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
