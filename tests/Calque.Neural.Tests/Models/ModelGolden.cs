using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Tests.Support;

namespace Calque.Neural.Tests.Models;

/// <summary>The golden numbers of one fixture of <c>tests/fixtures/neural</c>, which an independent PyTorch implementation computed in float64.</summary>
internal sealed class ModelGolden : IDisposable
{
    private readonly SafetensorsFile _file;

    public ModelGolden(string fixture, string file = "golden.safetensors")
    {
        Folder = Fixtures.Path("neural", fixture);
        _file = SafetensorsFile.Open(Path.Combine(Folder, file));
    }

    /// <summary>Every fixture whose name passes.</summary>
    public static IEnumerable<string> Named(Func<string, bool> passes) =>
        Directory.GetDirectories(Fixtures.Path("neural"))
            .Select(path => Path.GetFileName(path))
            .Where(name => File.Exists(Fixtures.Path("neural", name, "golden.safetensors")) && passes(name))
            .Order(StringComparer.Ordinal);

    public string Folder { get; }

    public IReadOnlyList<string> Names => [.. _file.Tensors.Select(t => t.Name)];

    public bool Has(string name) => _file.TryGetTensor(name, out _);

    public IReadOnlyList<long> Shape(string name) => Find(name).Shape;

    public float[] Floats(string name)
    {
        TensorInfo info = Find(name);
        float[] values = new float[info.Length / sizeof(float)];
        ElementConversion.ToSingle(info.ElementType, _file.GetBytes(info, 0, (int)info.Length), values);
        return values;
    }

    public double[] Doubles(string name)
    {
        TensorInfo info = Find(name);
        double[] values = new double[info.Length / sizeof(double)];
        ElementConversion.ToDouble(info.ElementType, _file.GetBytes(info, 0, (int)info.Length), values);
        return values;
    }

    public long[] Integers(string name)
    {
        TensorInfo info = Find(name);
        return [.. Enumerable.Range(0, (int)info.Length / sizeof(long)).Select(i => BitConverter.ToInt64(_file.GetBytes(info, i * sizeof(long), sizeof(long))))];
    }

    /// <summary>The rows of a padded [sequences × length …] tensor that are tokens, one array a sequence.</summary>
    public TokenSequence[] Sequences(string ids = "input_ids", string mask = "attention_mask", string? types = "token_type_ids")
    {
        int length = (int)Shape(ids)[1];
        long[] all = Integers(ids), kept = Integers(mask);
        long[]? typesOfAll = types is not null && Has(types) ? Integers(types) : null;
        return [.. all.Chunk(length).Select((row, b) =>
        {
            int count = (int)kept.Skip(b * length).Take(length).Sum();
            return new TokenSequence(
                [.. row.Take(count).Select(id => (int)id)],
                typesOfAll is null ? null : [.. typesOfAll.Skip(b * length).Take(count).Select(type => (int)type)]);
        })];
    }

    public void Dispose() => _file.Dispose();

    private TensorInfo Find(string name) => _file.TryGetTensor(name, out TensorInfo? info) ? info : throw new KeyNotFoundException($"{Folder}: no golden tensor {name}");
}
