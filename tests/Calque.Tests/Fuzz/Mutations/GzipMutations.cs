using System;
using System.IO;
using System.IO.Compression;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of what a gzip file holds, packed again; or of the packed bytes.</summary>
internal static class GzipMutations
{
    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw, Func<byte[], byte[], FuzzDraw, byte[]> inner)
    {
        if (draw.Once(3))
            return ByteMutations.Apply(bytes, donor, [4, bytes.Length - 4, bytes.Length - 8], draw);
        if (draw.Once(8))
            return [.. bytes, .. donor];
        try
        {
            return Pack(inner(Unpack(bytes), Unpack(donor), draw));
        }
        catch (InvalidDataException)
        {
            return ByteMutations.Apply(bytes, donor, null, draw);
        }
    }

    public static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] bytes)
    {
        using GZipStream stream = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
