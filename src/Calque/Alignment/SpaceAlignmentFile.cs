using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Calque.Formats.Safetensors;

namespace Calque.Alignment;

/// <summary>
/// An alignment as a file: <c>alignment.safetensors</c>, whose JSON header says in <c>__metadata__</c> what it is (method, normalisation, dimensions, the vector
/// files with their hashes) and whose tensors, all F64, are <c>source.means</c>, <c>source.map</c>, <c>target.means</c>, <c>target.map</c>; an identity has no map.
/// </summary>
/// <remarks>A map is [own dimensions × common dimensions]: a row vector u, normalised, becomes u W. Means are [rounds × own dimensions].</remarks>
public static class SpaceAlignmentFile
{
    /// <summary>The file's name in an alignment's directory.</summary>
    public const string Name = "alignment.safetensors";

    private const string Format = "calque-alignment";
    private const string Version = "1";
    private const string Identity = "identity";
    private const string Linear = "linear";
    private const string NotePrefix = "note.";
    private const int MaxDimension = 1 << 16;
    private const int MaxRounds = 1000;

    /// <summary>Writes an alignment.</summary>
    /// <param name="alignment">The alignment.</param>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public static void Save(SpaceAlignment alignment, string path)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["version"] = Version,
            ["method"] = alignment.Method,
            ["normalization"] = NormalizationNames.Of(alignment.Normalization),
            ["source.dimension"] = Number(alignment.Source.InputDimension),
            ["target.dimension"] = Number(alignment.Target.InputDimension),
            ["dimension"] = Number(alignment.Dimension),
            ["source.map"] = alignment.Source.Matrix is null ? Identity : Linear,
            ["target.map"] = alignment.Target.Matrix is null ? Identity : Linear,
        };
        AddFile(metadata, "source", alignment.SourceFile);
        AddFile(metadata, "target", alignment.TargetFile);
        if (alignment.VocabularyLimit is int limit)
        {
            metadata["vocabulary_limit"] = Number(limit);
        }

        foreach (KeyValuePair<string, string> note in alignment.Notes)
        {
            metadata[NotePrefix + note.Key] = note.Value;
        }

        Dictionary<string, double[]> bodies = new(StringComparer.Ordinal);
        List<TensorSpec> specs = [];
        Add("source", alignment.Source);
        Add("target", alignment.Target);
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, specs, metadata);
        foreach (TensorInfo tensor in writer.Tensors)
        {
            writer.Write(MemoryMarshal.AsBytes(bodies[tensor.Name].AsSpan()));
        }

        writer.Complete();

        void Add(string side, SideMap map)
        {
            Tensor(side + ".means", [.. map.Normalizer.Means.SelectMany(mean => mean)], [map.Normalizer.Means.Count, map.InputDimension]);
            if (map.Matrix is not null)
            {
                Tensor(side + ".map", map.Matrix, [map.InputDimension, map.OutputDimension]);
            }
        }

        void Tensor(string name, double[] body, long[] shape)
        {
            bodies.Add(name, body);
            specs.Add(TensorSpec.Create(name, ElementType.F64, shape));
        }
    }

    /// <summary>Reads an alignment.</summary>
    /// <param name="path">The file, or the directory that holds it under its usual name.</param>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged or no alignment.</exception>
    public static SpaceAlignment Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            path = System.IO.Path.Combine(path, Name);
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw Fault(path, "a safetensors file that is no alignment", "one that `calque align` wrote", "Name the directory that `calque align --output` made.");
        }

        if (Text(file, "version") != Version)
        {
            throw Fault(path, $"version {Text(file, "version")} of an alignment's file", $"version {Version}", "Was it written by a newer version of Calque?");
        }

        if (!NormalizationNames.TryParse(Text(file, "normalization"), out VectorNormalization normalization))
        {
            throw Fault(path, "an unknown normalization", NormalizationNames.All, "Was it written by a newer version?");
        }

        int dimension = Number(file, "dimension", MaxDimension);
        SortedDictionary<string, string> notes = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> entry in file.Metadata)
        {
            if (entry.Key.StartsWith(NotePrefix, StringComparison.Ordinal))
            {
                notes[entry.Key[NotePrefix.Length..]] = entry.Value;
            }
        }

        return new SpaceAlignment(Text(file, "method"), normalization, Side(file, "source", normalization, dimension), Side(file, "target", normalization, dimension))
        {
            Notes = notes,
            SourceFile = FileOf(file, "source"),
            TargetFile = FileOf(file, "target"),
            VocabularyLimit = file.Metadata.ContainsKey("vocabulary_limit") ? Number(file, "vocabulary_limit", int.MaxValue) : null,
        };
    }

    private static SideMap Side(SafetensorsFile file, string side, VectorNormalization normalization, int dimension)
    {
        int own = Number(file, side + ".dimension", MaxDimension);
        if (!file.TryGetTensor(side + ".means", out TensorInfo? means) || means.Shape.Count != 2 || means.Shape[0] > MaxRounds || means.Shape[1] != own)
        {
            throw Fault(file.Path, $"no tensor {side}.means of [rounds × {own}]", "the means of the normalisation", "Is the file whole?");
        }

        double[] flat = Values(file, means);
        List<double[]> rounds = [];
        for (int round = 0; round < means.Shape[0]; round++)
        {
            rounds.Add(flat[(round * own)..((round + 1) * own)]);
        }

        double[]? matrix = null;
        if (Text(file, side + ".map") != Identity)
        {
            if (!file.TryGetTensor(side + ".map", out TensorInfo? map) || map.Shape.Count != 2 || map.Shape[0] != own || map.Shape[1] != dimension)
            {
                throw Fault(file.Path, $"no tensor {side}.map of this shape", $"[{own} × {dimension}]", "Is the file whole?");
            }

            matrix = Values(file, map);
        }
        else if (own != dimension)
        {
            throw Fault(file.Path, $"an identity from {own} to {dimension} dimensions", "a map", "Is the file whole?");
        }

        return new SideMap(new VectorNormalizer(own, normalization != VectorNormalization.Raw, rounds), matrix, dimension);
    }

    private static double[] Values(SafetensorsFile file, TensorInfo tensor)
    {
        if (tensor.ElementType != ElementType.F64 || tensor.Length > int.MaxValue)
        {
            throw Fault(file.Path, $"{tensor.Name} of type {tensor.ElementTypeName}", "F64", "Was it written by another program?");
        }

        double[] values = new double[tensor.Length / sizeof(double)];
        file.GetBytes(tensor, 0, (int)tensor.Length).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        if (values.Any(value => !double.IsFinite(value)))
        {
            throw Fault(file.Path, $"a number in {tensor.Name} that is not finite", "finite numbers", "Is the file whole?");
        }

        return values;
    }

    private static string Text(SafetensorsFile file, string key) =>
        file.Metadata.GetValueOrDefault(key) is { Length: > 0 } text ? text : throw Fault(file.Path, $"no {key} in its header", "an alignment's header", "Was it written by `calque align`?");

    private static int Number(SafetensorsFile file, string key, int largest) =>
        int.TryParse(Text(file, key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= largest
            ? number
            : throw Fault(file.Path, $"{key} = {Text(file, key)} in its header", string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {largest}"), "Is the file whole?");

    private static VectorFileReference? FileOf(SafetensorsFile file, string side) =>
        file.Metadata.TryGetValue(side + ".path", out string? path) && file.Metadata.TryGetValue(side + ".sha256", out string? hash)
            ? new VectorFileReference(path, hash)
            : null;

    private static void AddFile(SortedDictionary<string, string> metadata, string side, VectorFileReference? file)
    {
        if (file is not null)
        {
            metadata[side + ".path"] = file.Path;
            metadata[side + ".sha256"] = file.Sha256;
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static InvalidVectorsException Fault(string path, string found, string expected, string hint) => new(path, found, expected, hint);
}
