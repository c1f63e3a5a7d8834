using System.Threading;
using Calque.IO;

namespace Calque.Transfer.Evidence;

/// <summary>A file that went in, with its hash.</summary>
internal static class FileHash
{
    public static InputFile Compute(string role, string path, CancellationToken cancellation)
    {
        FileDigest digest = FileDigest.Compute(path, cancellation);
        return new InputFile(role, path, digest.Bytes, digest.Sha256);
    }
}
