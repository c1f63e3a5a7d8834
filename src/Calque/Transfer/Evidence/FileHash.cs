using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Calque.Transfer.Evidence;

/// <summary>The SHA-256 of a file, read in blocks: mapped pages would count as resident memory.</summary>
internal static class FileHash
{
    private const int BlockBytes = 1 << 17;

    public static InputFile Compute(string role, string path, CancellationToken cancellation)
    {
        using SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[BlockBytes];
        long offset = 0;
        for (int read; (read = RandomAccess.Read(handle, block, offset)) > 0; offset += read)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, read);
        }

        return new InputFile(role, path, offset, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
