using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.Safetensors;
using Calque.IO;

namespace Calque.Formats.HuggingFace;

/// <summary>
/// Writes a model directory anew with some tensors replaced. The shards, their names and their tensors stay as they were
/// (pytorch_model.bin becomes model.safetensors); what does not change is copied by the system and never loaded; a
/// replaced tensor is filled block by block and never wholly in memory.
/// </summary>
public sealed class ModelDirectoryWriter
{
    // Rows of a replaced tensor that are made and written together: large enough to be filled by several threads, small beside any matrix.
    private const int BlockLength = 2 << 20;

    private readonly ModelDirectory _source;
    private readonly string _target;
    private readonly ModelDirectoryWriteOptions _options;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ModelTensor, TensorReplacement> _replacements = [];
    private readonly CompanionFiles _companions;
    private readonly List<PlannedFile> _files = [];
    private readonly List<string> _dropped = [];
    private readonly long _total;
    private long _done;

    private ModelDirectoryWriter(
        ModelDirectory source, string target, ModelDirectoryWriteOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _source = source;
        _target = target;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        foreach (TensorReplacement replacement in options.Replacements)
        {
            if (!source.Tensors.Contains(replacement.Tensor))
                throw new ArgumentException($"The tensor '{replacement.Tensor.Name}' is not of this directory.", nameof(options));
            _replacements.Add(replacement.Tensor, replacement);
        }
        _companions = CompanionFiles.Find(source.Path, source.Weights.AllFileNames, options.LeaveOut);
        foreach (string file in source.WeightFileNames)
            _files.Add(new PlannedFile(file, ToSafetensorsName(file), PlanTensors(file)));
        foreach (TensorAddition addition in options.Additions)
        {
            if (source.Tensors.Any(tensor => tensor.Name == addition.Name))
                throw new ArgumentException($"The tensor '{addition.Name}' is of this directory already.", nameof(options));
            _files[^1].Tensors.Add(new PlannedTensor(TensorSpec.Create(addition.Name, addition.ElementType, addition.Shape), null, addition.Fill));
        }
        _total = _files.Sum(file => file.Tensors.Sum(tensor => tensor.Spec.Length))
            + _companions.Copied.Sum(name => new FileInfo(Path.Combine(source.Path, name)).Length);
    }

    /// <summary>The bytes that <see cref="Write"/> would write, but for headers and JSON files.</summary>
    public static long PredictBytes(ModelDirectory source, ModelDirectoryWriteOptions options) =>
        new ModelDirectoryWriter(source, "", options, null, CancellationToken.None)._total;

    /// <summary>
    /// What a model with <paramref name="rows"/> tokens in place of the source's takes on the disk, but for headers and small files: holes of
    /// tensors that are copied stay holes.
    /// </summary>
    public static long PredictDiskBytes(ModelDirectory source, long rows)
    {
        Dictionary<ModelTensor, int> axes = source.VocabularyTensors.ToDictionary(tensor => tensor.Tensor, tensor => tensor.VocabularyAxis);
        long bytes = 0;
        foreach (ModelTensor tensor in source.Tensors)
        {
            if (axes.TryGetValue(tensor, out int axis))
                bytes += tensor.Length / Math.Max(1, tensor.Shape[axis]) * rows;
            else
                bytes += tensor.IsMapped ? FileCopy.DataLength(tensor.Map.Handle, tensor.Offset, tensor.Length) : tensor.Length;
        }
        return bytes;
    }

    /// <summary>Writes the directory.</summary>
    /// <param name="source">The model that it is made from.</param>
    /// <param name="target">An existing directory, empty but for files of other names; mostly <see cref="OutputDirectory.WorkingPath"/>.</param>
    /// <param name="options">What differs.</param>
    /// <param name="progress">Receives the stage <c>write</c> in bytes.</param>
    /// <param name="cancellationToken">Ends the writing; what has been written stays for the owner of <paramref name="target"/> to remove.</param>
    /// <exception cref="ArgumentException">A replacement is not of this directory, or comes twice.</exception>
    /// <exception cref="InvalidOptionException">There is not enough room.</exception>
    /// <exception cref="IOException">Reading or writing fails.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static ModelDirectoryWriteResult Write(
        ModelDirectory source, string target, ModelDirectoryWriteOptions options,
        IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ModelDirectoryWriter writer = new(source, target, options, progress, cancellationToken);
        FreeSpace.Require(target, writer._total - writer._files.Sum(Holes));
        return writer.WriteAll();
    }

    private ModelDirectoryWriteResult WriteAll()
    {
        foreach (PlannedFile file in _files)
            WriteWeights(file);
        List<string> weightFiles = [.. _files.Select(file => file.TargetName)];
        long weightBytes = _files.Sum(file => file.Tensors.Sum(tensor => tensor.Spec.Length));
        if (_source.Weights.IndexName is string index)
        {
            JsonFile.Write(Path.Combine(_target, ToSafetensorsName(index)), MakeIndex(weightBytes));
            weightFiles.Add(ToSafetensorsName(index));
        }
        JsonFile.Write(Path.Combine(_target, "config.json"), _options.Config);
        if (_options.GenerationConfig is not null)
            JsonFile.Write(Path.Combine(_target, "generation_config.json"), _options.GenerationConfig);
        foreach (string name in _companions.Copied)
        {
            string path = Path.Combine(_target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a name below the target has a directory
            FileCopy.Copy(Path.Combine(_source.Path, name), path, _cancellation);
            Report(new FileInfo(path).Length);
        }
        return new ModelDirectoryWriteResult(weightFiles, weightBytes, _companions.Copied, _companions.Skipped, _dropped);
    }

    /// <summary>How many bytes of a file stay holes: those of tensors that are copied.</summary>
    private static long Holes(PlannedFile file)
    {
        long holes = 0;
        foreach (PlannedTensor tensor in file.Tensors)
        {
            if (tensor.Fill is null && tensor.Source!.IsMapped) // what is not filled has a source
                holes += tensor.Spec.Length - FileCopy.DataLength(tensor.Source.Map.Handle, tensor.Source.Offset, tensor.Source.Length);
        }
        return holes;
    }

    private List<PlannedTensor> PlanTensors(string file)
    {
        List<PlannedTensor> planned = [];
        foreach (ModelTensor tensor in _source.Tensors.Where(tensor => Path.GetFileName(tensor.File) == file))
        {
            _replacements.TryGetValue(tensor, out TensorReplacement? replacement);
            TensorSpec spec = replacement is null
                ? new TensorSpec(tensor.Name, tensor.ElementTypeName, tensor.Shape, tensor.Length)
                : TensorSpec.Create(tensor.Name, replacement.ElementType ?? tensor.ElementType, replacement.Shape);
            planned.Add(new PlannedTensor(spec, tensor, replacement?.Fill));
            foreach (string alias in tensor.Aliases)
            {
                if (_source.IsMadeByLoading(alias))
                    _dropped.Add(alias);
                else
                    planned.Add(new PlannedTensor(spec with { Name = alias }, tensor, replacement?.Fill));
            }
        }
        return planned;
    }

    private void WriteWeights(PlannedFile file)
    {
        Dictionary<string, string> metadata = new(_source.Weights.GetMetadata(file.SourceName), StringComparer.Ordinal);
        string path = Path.Combine(_target, file.TargetName);
        // Nothing differs: the file goes along as it is.
        if (!_source.Weights.IsPyTorch && metadata.ContainsKey("format") && file.Tensors.TrueForAll(tensor => tensor.Fill is null))
        {
            FileCopy.Copy(Path.Combine(_source.Path, file.SourceName), path, _cancellation);
            Report(file.Tensors.Sum(tensor => tensor.Spec.Length));
            return;
        }

        // Loading refuses a file whose header does not name its format.
        metadata.TryAdd("format", "pt");
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, file.Tensors.Select(tensor => tensor.Spec), metadata, reserve: Holes(file) == 0);
        Dictionary<string, PlannedTensor> byName = file.Tensors.ToDictionary(tensor => tensor.Spec.Name, StringComparer.Ordinal);
        foreach (TensorInfo info in writer.Tensors)
        {
            _cancellation.ThrowIfCancellationRequested();
            PlannedTensor planned = byName[info.Name];
            if (planned.Fill is not null)
            {
                WriteBlocks(writer, info, planned.Fill);
                // Its rows were read all over; the next large tensor's come in their place.
                planned.Source?.Release(0, planned.Source.Length);
                continue;
            }

            ModelTensor source = planned.Source!; // what is not filled has a source
            if (source.IsMapped && info.Length > 0)
                writer.CopyTensor(source.Map.Handle, source.Offset, _cancellation);
            else
                writer.Write(source.GetBytes(0, checked((int)info.Length)));
            Report(info.Length);
        }
        writer.Complete();
    }

    private void WriteBlocks(SafetensorsWriter writer, TensorInfo info, TensorRowFill fill)
    {
        // A tensor without axes is one row.
        long rows = info.Shape.Count == 0 ? 1 : info.Shape[0];
        if (info.Length == 0)
            return;
        int rowLength = checked((int)(info.Length / rows));
        int blockRows = (int)Math.Min(rows, Math.Max(1, BlockLength / rowLength));
        byte[] block = ArrayPool<byte>.Shared.Rent(checked(blockRows * rowLength));
        try
        {
            for (long first = 0; first < rows; first += blockRows)
            {
                _cancellation.ThrowIfCancellationRequested();
                int count = (int)Math.Min(blockRows, rows - first);
                Span<byte> bytes = block.AsSpan(0, count * rowLength);
                fill(first, count, bytes);
                writer.Write(bytes);
                Report(bytes.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private JsonObject MakeIndex(long weightBytes)
    {
        JsonObject index = (JsonObject)_source.Weights.Index!.DeepClone(); // an index name comes with an index
        JsonObject metadata = index["metadata"] as JsonObject ?? [];
        metadata["total_size"] = weightBytes;
        if (metadata["total_parameters"] is JsonValue value && value.TryGetValue(out long parameters))
            metadata["total_parameters"] = parameters + _replacements.Values.Sum(r => Count(r.Shape) - Count(r.Tensor.Shape)) + _options.Additions.Sum(a => Count(a.Shape));
        index["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();

        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach (PlannedFile file in _files)
        {
            foreach (PlannedTensor tensor in file.Tensors)
                places.Add(tensor.Spec.Name, file.TargetName);
        }
        // The source's order first, then tensors that its index forgot.
        JsonObject map = [];
        foreach ((string name, _) in (JsonObject)index["weight_map"]!) // checked when it was opened
        {
            if (places.Remove(name, out string? file))
                map[name] = file;
        }
        foreach ((string name, string file) in places.OrderBy(place => place.Key, StringComparer.Ordinal))
            map[name] = file;
        index["weight_map"] = map;
        return index;
    }

    private void Report(long bytes)
    {
        _done += bytes;
        _progress?.Report(new OperationProgress("write", _done, _total, "bytes"));
    }

    private static long Count(IReadOnlyList<long> shape) => shape.Aggregate(1L, (product, axis) => product * axis);

    // pytorch_model-00001-of-00002.bin -> model-00001-of-00002.safetensors; names of safetensors files stay.
    private static string ToSafetensorsName(string name)
    {
        if (name == "pytorch_model.bin.index.json")
            return "model.safetensors.index.json";
        if (!name.EndsWith(".bin", StringComparison.Ordinal))
            return name;
        string stem = name[..^".bin".Length];
        return (stem.StartsWith("pytorch_model", StringComparison.Ordinal) ? stem["pytorch_".Length..] : stem) + ".safetensors";
    }

    private sealed record PlannedTensor(TensorSpec Spec, ModelTensor? Source, TensorRowFill? Fill);

    private sealed record PlannedFile(string SourceName, string TargetName, List<PlannedTensor> Tensors);
}
