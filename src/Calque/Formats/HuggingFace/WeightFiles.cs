using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace.PyTorch;
using Calque.Formats.Safetensors;

namespace Calque.Formats.HuggingFace;

/// <summary>The open files that hold a model's weights: one file, or shards with an index; safetensors before pytorch_model.bin.</summary>
internal sealed class WeightFiles : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<ModelTensor> _tensors = [];
    private readonly Dictionary<string, ModelTensor> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _metadata = new(StringComparer.Ordinal);

    private WeightFiles(IReadOnlyList<string> names, string? indexName, JsonObject? index, bool isPyTorch)
    {
        FileNames = names;
        IndexName = indexName;
        Index = index;
        IsPyTorch = isPyTorch;
    }

    /// <summary>Names of the files, without the directory; shards in the order of their names.</summary>
    public IReadOnlyList<string> FileNames { get; }

    /// <summary>Names of the files and of their index.</summary>
    public IReadOnlyList<string> AllFileNames => IndexName is null ? FileNames : [.. FileNames, IndexName];

    /// <summary>Name of the shards' index; null for a single file.</summary>
    public string? IndexName { get; }

    /// <summary>The shards' index; null for a single file.</summary>
    public JsonObject? Index { get; }

    /// <summary>Whether the files are pytorch_model.bin and not safetensors.</summary>
    public bool IsPyTorch { get; }

    /// <summary>All tensors, file by file; bytes that stand under several names come once.</summary>
    public IReadOnlyList<ModelTensor> Tensors => _tensors;

    /// <summary>Notes for the user: what was passed over.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Opens and checks all weights of a directory.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="rank">Which of several names of the same bytes is kept: the one with the lowest rank.</param>
    /// <exception cref="InvalidModelException">There are no weights that can be read; says why and what to do.</exception>
    public static WeightFiles Open(string directory, Func<string, int> rank)
    {
        WeightFiles files = Find(directory);
        try
        {
            foreach (string name in files.FileNames)
                files.OpenFile(Path.Combine(directory, name), rank);
            files.CheckIndex(directory);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by its name or by an alias.</summary>
    public ModelTensor? FindTensor(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A file's own notes; empty for pytorch_model.bin.</summary>
    public IReadOnlyDictionary<string, string> GetMetadata(string fileName) =>
        _metadata.GetValueOrDefault(fileName) ?? new Dictionary<string, string>();

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (IDisposable file in _open)
            file.Dispose();
    }

    private static WeightFiles Find(string directory)
    {
        foreach ((string single, bool isPyTorch) in new[] { ("model.safetensors", false), ("pytorch_model.bin", true) })
        {
            if (File.Exists(Path.Combine(directory, single)))
                return new WeightFiles([single], null, null, isPyTorch);
            string index = single + ".index.json";
            if (File.Exists(Path.Combine(directory, index)))
                return FromIndex(directory, index, isPyTorch);
        }
        throw MissingWeights.Refuse(directory);
    }

    private static WeightFiles FromIndex(string directory, string indexName, bool isPyTorch)
    {
        string path = Path.Combine(directory, indexName);
        JsonObject index = JsonFile.Read(path);
        if (index["weight_map"] is not JsonObject { Count: > 0 } map)
            throw new InvalidModelException(path, "no weight_map", "an object weight_map of tensor names and file names", "The index is damaged; fetch it again.");
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach ((string tensor, JsonNode? value) in map)
        {
            string? name = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            // An index may name files beside it only: anything else could point at any file of the machine.
            if (string.IsNullOrEmpty(name) || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
                throw new InvalidModelException(path, $"no plain file name for the tensor '{tensor}'", "the name of a file in this directory", "The index is damaged; fetch it again.");
            names.Add(name);
        }
        foreach (string name in names)
        {
            if (!File.Exists(Path.Combine(directory, name)))
                throw new InvalidModelException(path, $"the shard '{name}', which is not in the directory", "every shard that the index names", "The download is not complete; fetch the missing files.");
        }
        return new WeightFiles([.. names], indexName, index, isPyTorch);
    }

    private void OpenFile(string path, Func<string, int> rank)
    {
        if (IsPyTorch)
        {
            PyTorchFile file = PyTorchFile.Open(path);
            _open.Add(file);
            Warnings.AddRange(file.Warnings);
            foreach (IGrouping<PyTorchStorageRange, PyTorchTensor> group in file.Tensors.GroupBy(tensor => tensor.Range))
            {
                PyTorchTensor[] same = [.. group.OrderBy(tensor => rank(tensor.Name))];
                string[] aliases = [.. same.Skip(1).Select(tensor => tensor.Name)];
                Add(file.ToModelTensor(same[0], aliases));
            }
        }
        else
        {
            SafetensorsFile file = SafetensorsFile.Open(path);
            _open.Add(file);
            _metadata[Path.GetFileName(path)] = file.Metadata;
            foreach (TensorInfo tensor in file.Tensors)
                Add(new ModelTensor(tensor.Name, tensor.ElementTypeName, tensor.Shape, file.Map, tensor.Offset, tensor.Length, []));
        }
    }

    private void Add(ModelTensor tensor)
    {
        foreach (string name in (IEnumerable<string>)[tensor.Name, .. tensor.Aliases])
        {
            if (!_byName.TryAdd(name, tensor))
            {
                throw new InvalidModelException(
                    tensor.File, $"the tensor '{name}', which '{Path.GetFileName(_byName[name].File)}' holds too", "each tensor in one shard",
                    "Files of two models may have been mixed in this directory.");
            }
        }
        _tensors.Add(tensor);
    }

    private void CheckIndex(string directory)
    {
        if (Index?["weight_map"] is not JsonObject map)
            return;
        foreach ((string name, JsonNode? value) in map)
        {
            string file = value!.GetValue<string>(); // FromIndex has seen that it is a string
            if (!_byName.TryGetValue(name, out ModelTensor? tensor) || Path.GetFileName(tensor.File) != file)
            {
                throw new InvalidModelException(
                    Path.Combine(directory, IndexName!), $"the tensor '{name}', which is not in '{file}'", "tensors that the named shards hold", // an index has a name
                    "Index and shards do not belong together; fetch all of them again.");
            }
        }
    }
}
