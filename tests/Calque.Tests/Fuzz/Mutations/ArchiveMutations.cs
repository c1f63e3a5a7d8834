using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a pytorch_model.bin: its pickle by opcodes, its entries, the numbers of its directory.</summary>
internal static class ArchiveMutations
{
    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        // The directory stands at the end: there the lengths and offsets are.
        if (draw.Once(4))
            return ByteMutations.Lie(bytes, [.. Enumerable.Range(Math.Max(0, bytes.Length - 700), Math.Min(700, bytes.Length))], draw);
        List<KeyValuePair<string, byte[]>>? entries = Read(bytes);
        List<KeyValuePair<string, byte[]>>? others = Read(donor);
        if (entries is null or { Count: 0 } || others is null or { Count: 0 })
            return ByteMutations.Apply(bytes, donor, null, draw);
        int pickle = entries.FindIndex(entry => entry.Key.EndsWith("data.pkl", StringComparison.Ordinal));
        int place = draw.Next(entries.Count);
        switch (draw.Next(10))
        {
            case 0:
                entries.RemoveAt(place);
                break;
            case 1:
                entries.Insert(place, others[draw.Next(others.Count)]);
                break;
            case 2:
                entries[place] = new(draw.Once(2) ? entries[place].Key + "x" : "/", entries[place].Value);
                break;
            case 3:
                entries[place] = new(entries[place].Key, ByteMutations.Apply(entries[place].Value, [0], null, draw));
                break;
            default:
                if (pickle < 0)
                    break;
                byte[] foreign = others.Find(entry => entry.Key.EndsWith("data.pkl", StringComparison.Ordinal)).Value ?? [(byte)'.'];
                entries[pickle] = new(entries[pickle].Key, PickleMutations.Apply(entries[pickle].Value, foreign, draw));
                break;
        }

        return Write(entries);
    }

    private static List<KeyValuePair<string, byte[]>>? Read(byte[] bytes)
    {
        try
        {
            using ZipArchive archive = new(new MemoryStream(bytes), ZipArchiveMode.Read);
            List<KeyValuePair<string, byte[]>> entries = [];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream stream = entry.Open();
                byte[] content = new byte[(int)Math.Min(entry.Length, 1 << 20)];
                stream.ReadExactly(content);
                entries.Add(new(entry.FullName, content));
            }

            return entries;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Write(List<KeyValuePair<string, byte[]>> entries)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries.Where(entry => entry.Key.Length > 0))
            {
                using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }

        return packed.ToArray();
    }
}
