using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>
/// Reads a safetensors file from the format's public description (a length, a JSON header, the bytes), and holds the file to
/// every sentence of it: offsets without gap or overlap, from zero to the file's end; lengths that follow from type and shape.
/// </summary>
internal static class IndependentSafetensors
{
    public static IReadOnlyList<IndependentTensor> Read(string path, out Dictionary<string, string> metadata)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        long length = reader.ReadInt64();
        Assert.InRange(length, 2, 100_000_000);
        byte[] header = reader.ReadBytes((int)length);
        Assert.Equal((byte)'{', header[0]);
        using JsonDocument json = JsonDocument.Parse(header);
        metadata = [];
        List<(string Name, string Type, long[] Shape, long Begin, long End)> entries = [];
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (JsonProperty note in property.Value.EnumerateObject())
                    metadata.Add(note.Name, note.Value.GetString()!);
                continue;
            }

            long[] offsets = Longs(property.Value.GetProperty("data_offsets"));
            Assert.Equal(2, offsets.Length);
            entries.Add((property.Name, property.Value.GetProperty("dtype").GetString()!, Longs(property.Value.GetProperty("shape")), offsets[0], offsets[1]));
        }

        Assert.Equal(entries.Count, entries.Select(entry => entry.Name).Distinct().Count());
        long data = reader.BaseStream.Length - 8 - length;
        long expected = 0;
        List<IndependentTensor> tensors = [];
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            Assert.Equal(expected, entry.Begin);
            Assert.Equal(entry.Shape.Aggregate((long)IndependentTensor.SizeOfTypes[entry.Type], (product, axis) => product * axis), entry.End - entry.Begin);
            reader.BaseStream.Position = 8 + length + entry.Begin;
            byte[] bytes = reader.ReadBytes((int)(entry.End - entry.Begin));
            tensors.Add(new IndependentTensor(entry.Name, entry.Type, entry.Shape, bytes, Path.GetFileName(path)));
            expected = entry.End;
        }

        Assert.Equal(data, expected);
        return tensors;
    }

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt64())];
}
