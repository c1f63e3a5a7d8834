using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Calque.IO;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>Reads a zip archive's central directory, zip64 included. Every offset and length in it is checked against the file's length.</summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const uint Zip64EndSignature = 0x06064b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndLength = 22;
    private const int Zip64LocatorLength = 20;
    private const int Zip64EndLength = 56;
    private const int CentralLength = 46;
    private const int LocalLength = 30;
    private const uint InZip64 = 0xFFFFFFFF;

    /// <summary>The entries by name.</summary>
    /// <exception cref="InvalidModelException">The file is no whole zip archive.</exception>
    public static Dictionary<string, ZipEntry> Read(MappedFile file)
    {
        (long position, long end) = FindDirectory(file);
        Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);
        while (position < end)
        {
            if (end - position < CentralLength || U32(file, position) != CentralSignature)
                throw Invalid(file, position, "no entry of the directory", "an entry of the archive's directory");
            int nameLength = U16(file, position + 28);
            int extraLength = U16(file, position + 30);
            int commentLength = U16(file, position + 32);
            long next = position + CentralLength + nameLength + extraLength + commentLength;
            if (next > end)
                throw Invalid(file, position, "an entry that runs over the directory's end", "an entry inside the directory");
            ZipEntry entry = ReadEntry(file, position, nameLength, extraLength);
            if (!entries.TryAdd(entry.Name, entry))
                throw Invalid(file, position, $"a second entry '{entry.Name}'", "each name once");
            position = next;
        }
        return entries;
    }

    private static (long Start, long End) FindDirectory(MappedFile file)
    {
        // The end record is followed by a comment of at most 65,535 bytes.
        long lowest = Math.Max(0, file.Length - EndLength - ushort.MaxValue);
        for (long position = file.Length - EndLength; position >= lowest; position--)
        {
            if (U32(file, position) != EndSignature || position + EndLength + U16(file, position + 20) != file.Length)
                continue;
            ulong size = U32(file, position + 12);
            ulong start = U32(file, position + 16);
            long limit = position;
            if (position >= Zip64LocatorLength && U32(file, position - Zip64LocatorLength) == Zip64LocatorSignature)
            {
                ulong end64 = U64(file, position - Zip64LocatorLength + 8);
                if (end64 > (ulong)position || (long)end64 > position - Zip64LocatorLength - Zip64EndLength || U32(file, (long)end64) != Zip64EndSignature)
                    throw Invalid(file, position - Zip64LocatorLength, "a locator that points nowhere", "the place of the zip64 end record");
                size = U64(file, (long)end64 + 40);
                start = U64(file, (long)end64 + 48);
                limit = (long)end64;
            }
            if (start > (ulong)limit || size > (ulong)limit - start)
                throw Invalid(file, position, $"a directory of {size} bytes at {start}", $"a directory inside the first {limit} bytes");
            return ((long)start, (long)(start + size));
        }
        throw new InvalidModelException(
            file.Path, "no end of a zip archive", "a whole pytorch_model.bin in the zip form",
            "The file was cut short or is of another kind; fetch it again.");
    }

    private static ZipEntry ReadEntry(MappedFile file, long position, int nameLength, int extraLength)
    {
        int method = U16(file, position + 10);
        if ((U16(file, position + 8) & 1) != 0)
            throw Invalid(file, position, "an encrypted entry", "plain entries");
        ulong packed = U32(file, position + 20);
        ulong unpacked = U32(file, position + 24);
        ulong local = U32(file, position + 42);
        string name = Encoding.UTF8.GetString(file.Slice(position + CentralLength, nameLength));
        ReadOnlySpan<byte> extra = file.Slice(position + CentralLength + nameLength, extraLength);
        ReadZip64(extra, ref unpacked, ref packed, ref local);

        ulong length = (ulong)file.Length;
        if (local > length || length - local < LocalLength || U32(file, (long)local) != LocalSignature)
            throw Invalid(file, position, $"the entry '{name}' said to be at {local}", "an entry's header there");
        ulong offset = local + LocalLength + (ulong)U16(file, (long)local + 26) + (ulong)U16(file, (long)local + 28);
        if (offset > length || packed > length - offset)
            throw Invalid(file, position, $"the entry '{name}' with {packed} bytes at {offset}", $"an entry inside the file's {length} bytes");
        if (method == 0 && packed != unpacked)
            throw Invalid(file, position, $"the stored entry '{name}' with {packed} and {unpacked} bytes", "one length");
        return new ZipEntry(name, method, (long)offset, (long)packed);
    }

    // Only the fields that do not fit into 32 bits stand in the extra field, in this order (APPNOTE 4.5.3).
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref ulong unpacked, ref ulong packed, ref ulong local)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            extra = extra[4..];
            if (length > extra.Length)
                return;
            if (id == 1)
            {
                ReadOnlySpan<byte> fields = extra[..length];
                Take(ref fields, ref unpacked);
                Take(ref fields, ref packed);
                Take(ref fields, ref local);
                return;
            }
            extra = extra[length..];
        }

        static void Take(ref ReadOnlySpan<byte> fields, ref ulong value)
        {
            if (value != InZip64 || fields.Length < 8)
                return;
            value = BinaryPrimitives.ReadUInt64LittleEndian(fields);
            fields = fields[8..];
        }
    }

    private static ushort U16(MappedFile file, long offset) => BinaryPrimitives.ReadUInt16LittleEndian(file.Slice(offset, 2));

    private static uint U32(MappedFile file, long offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.Slice(offset, 4));

    private static ulong U64(MappedFile file, long offset) => BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(offset, 8));

    private static InvalidModelException Invalid(MappedFile file, long offset, string found, string expected) =>
        new($"{file.Path}, byte {offset}", found, expected, "The archive is damaged; fetch the file again.");
}
