using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.Safetensors;
using Calque.IO;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>
/// A pytorch_model.bin in the zip form, mapped read-only: the tensors of its state dictionary. Nothing in it is executed.
/// Reading is safe from any number of threads.
/// </summary>
public sealed class PyTorchFile : IDisposable
{
    // The pickle of 10,000 tensors with long names has 3 MB; the limit bounds the memory that a hostile one can ask for.
    private const long MaximumPickleLength = 16L << 20;

    private readonly MappedFile _map;
    private readonly Dictionary<string, ZipEntry> _entries;
    private readonly string _root;
    private readonly List<PyTorchTensor> _tensors = [];
    private readonly List<string> _warnings = [];

    private PyTorchFile(MappedFile map)
    {
        _map = map;
        _entries = ZipDirectory.Read(map);
        ZipEntry pickle = FindPickle();
        _root = pickle.Name[..^"data.pkl".Length];
        CheckByteOrder();
        ReadOnlySpan<byte> bytes = Stored(pickle, MaximumPickleLength);
        ReadStateDictionary(PickleReader.Read(bytes, $"{map.Path}, data.pkl"));
    }

    /// <summary>The path as it was given.</summary>
    public string Path => _map.Path;

    /// <summary>The tensors in the order of the state dictionary.</summary>
    public IReadOnlyList<PyTorchTensor> Tensors => _tensors;

    /// <summary>What was passed over: entries of the state dictionary that are no tensors.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="InvalidModelException">The file is missing, damaged, in the older form, compressed, or holds anything but tensors.</exception>
    public static PyTorchFile Open(string path)
    {
        MappedFile map;
        try
        {
            map = MappedFile.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidModelException(
                path, error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"a file that cannot be read ({error.Message})",
                "a pytorch_model.bin", "Check the path and its permissions.", error);
        }
        try
        {
            RefuseOtherForms(map);
            return new PyTorchFile(map);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _map.Dispose();

    /// <summary>The tensor as a model directory hands it out.</summary>
    internal ModelTensor ToModelTensor(PyTorchTensor tensor, IReadOnlyList<string> aliases) => new(
        tensor.Name, tensor.ElementTypeName, tensor.Shape, _map, tensor.Offset, tensor.Length, aliases,
        tensor.IsContiguous ? null : () => Gather(tensor));

    private static void RefuseOtherForms(MappedFile map)
    {
        ReadOnlySpan<byte> start = map.Slice(0, (int)Math.Min(map.Length, GitLfsPointer.Signature.Length));
        if (start.SequenceEqual(GitLfsPointer.Signature))
            throw GitLfsPointer.Refuse(map.Path);
        // A pickle begins with the opcode PROTO; the older form is five of them one after the other.
        if (start.Length >= 2 && start[0] == 0x80 && start[1] is >= 1 and <= 5)
        {
            throw new InvalidModelException(
                map.Path, "the older form of a PyTorch file (a bare pickle)", "the zip form or safetensors",
                "If you trust the file, load it once with Python and save it anew: torch.save(torch.load(FILE), NEW_FILE), with PyTorch 1.6 or later.");
        }
        if (!start.StartsWith("PK"u8))
            throw new InvalidModelException(map.Path, "no zip archive", "a pytorch_model.bin in the zip form", "The file is damaged or of another kind; fetch it again.");
    }

    private ZipEntry FindPickle()
    {
        ZipEntry[] pickles = [.. _entries.Values.Where(entry => entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.Name.Count(c => c == '/') == 1)];
        if (pickles.Length == 1)
            return pickles[0];
        throw new InvalidModelException(
            Path, pickles.Length == 0 ? "an archive without data.pkl" : "an archive with several data.pkl", "one entry NAME/data.pkl", "The file is no pytorch_model.bin; save the model's state_dict().");
    }

    private void CheckByteOrder()
    {
        if (_entries.TryGetValue(_root + "byteorder", out ZipEntry? order) && !Stored(order, 16).SequenceEqual("little"u8))
            throw new InvalidModelException($"{Path}, byteorder", "another byte order", "little", "Save the file on a little-endian machine.");
    }

    private ReadOnlySpan<byte> Stored(ZipEntry entry, long limit)
    {
        CheckStored(entry);
        if (entry.Length > limit)
            throw new InvalidModelException($"{Path}, {entry.Name}", $"{entry.Length} bytes", $"at most {limit}", "The file is no plain state dictionary.");
        return _map.Slice(entry.Offset, (int)entry.Length);
    }

    private void CheckStored(ZipEntry entry)
    {
        if (entry.Method != 0)
            throw new InvalidModelException($"{Path}, {entry.Name}", "a compressed entry", "entries stored as they are", "Pack the archive again without compression (zip -0), or save it with PyTorch.");
    }

    private void ReadStateDictionary(object? value)
    {
        if (value is not PickleDictionary dictionary)
            throw new InvalidModelException(Path, "a pickle that is no dictionary", "a state dictionary", "Save the model's state_dict(), not the model itself.");
        HashSet<string> names = new(StringComparer.Ordinal);
        int others = 0;
        foreach ((object? key, object? item) in dictionary.Entries)
        {
            if (key is string name && item is PickleTensor tensor)
            {
                if (!names.Add(name))
                    throw Invalid(name, "a second tensor of this name", "each name once");
                _tensors.Add(Check(name, tensor));
            }
            else if (item is PickleDictionary)
            {
                throw new InvalidModelException(
                    Path, $"a dictionary inside the dictionary ('{key as string}')", "a plain state dictionary",
                    "This looks like a checkpoint of a training run; save the model's state_dict() alone.");
            }
            else
            {
                others++;
            }
        }
        if (others > 0)
            _warnings.Add($"{Path}: {others} entries of the state dictionary are no tensors and were passed over.");
    }

    private PyTorchTensor Check(string name, PickleTensor tensor)
    {
        PickleStorage storage = tensor.Storage;
        if (!_entries.TryGetValue($"{_root}data/{storage.Key}", out ZipEntry? entry))
            throw Invalid(name, $"the storage '{storage.Key}', which is not in the archive", "an entry data/" + storage.Key);
        CheckStored(entry);
        int size = ElementTypes.GetBits(storage.ElementTypeName) / 8;
        if (entry.Length / size < storage.Count)
            throw Invalid(name, $"a storage of {entry.Length} bytes", $"{storage.Count} elements of {size} bytes");
        if (tensor.Shape.Count != tensor.Strides.Count)
            throw Invalid(name, $"{tensor.Shape.Count} axes and {tensor.Strides.Count} strides", "as many of one as of the other");

        long count = CountElements(name, tensor);
        bool contiguous = IsContiguous(tensor);
        if (!contiguous && count * size > Array.MaxLength)
            throw Invalid(name, $"{count} elements that do not stand in order", "row-major elements", "Save it with .contiguous().");
        PyTorchStorageRange range = new(
            storage.Key, entry.Offset + (tensor.Offset * size), $"{storage.ElementTypeName}[{string.Join(',', tensor.Shape)}][{string.Join(',', tensor.Strides)}]");
        return new PyTorchTensor(name, storage.ElementTypeName, tensor.Shape, tensor.Strides, range.Offset, count * size, contiguous, range);
    }

    /// <summary>The number of elements, after checking that all of them lie inside the storage and that they are not more than it has.</summary>
    private long CountElements(string name, PickleTensor tensor)
    {
        Int128 count = 1;
        Int128 last = tensor.Offset;
        bool empty = tensor.Shape.Contains(0);
        for (int axis = 0; axis < tensor.Shape.Count && !empty; axis++)
        {
            // Both factors are below 2^63 and both sums are checked at each step, so 128 bits hold them.
            count *= tensor.Shape[axis];
            last += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
            if (count > tensor.Storage.Count || last >= tensor.Storage.Count)
                throw Invalid(name, $"the shape [{string.Join(", ", tensor.Shape)}] from element {tensor.Offset} on", $"elements inside a storage of {tensor.Storage.Count}");
        }
        if (tensor.Offset > tensor.Storage.Count || (!empty && last >= tensor.Storage.Count))
            throw Invalid(name, $"the first element {tensor.Offset}", $"an element of a storage of {tensor.Storage.Count}");
        return empty ? 0 : (long)count;
    }

    private static bool IsContiguous(PickleTensor tensor)
    {
        long step = 1;
        if (tensor.Shape.Contains(0))
            return true;
        for (int axis = tensor.Shape.Count - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] == 1)
                continue;
            if (tensor.Strides[axis] != step)
                return false;
            step *= tensor.Shape[axis];
        }
        return true;
    }

    // Transposed and sliced tensors: rare, mostly small. Pinned, for a pointer into the array is handed out.
    private byte[] Gather(PyTorchTensor tensor)
    {
        byte[] gathered = GC.AllocateUninitializedArray<byte>((int)tensor.Length, pinned: true);
        int size = ElementTypes.GetBits(tensor.ElementTypeName) / 8;
        long[] index = new long[tensor.Shape.Count];
        for (int position = 0; position < gathered.Length; position += size)
        {
            long element = 0;
            for (int axis = 0; axis < index.Length; axis++)
                element += index[axis] * tensor.Strides[axis];
            _map.Slice(tensor.Offset + (element * size), size).CopyTo(gathered.AsSpan(position, size));
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == tensor.Shape[axis]; axis--)
                index[axis] = 0;
        }
        return gathered;
    }

    private InvalidModelException Invalid(string name, string found, string expected, string hint = "The file is damaged; fetch it again.") =>
        new($"{Path}, tensor '{name}'", found, expected, hint);
}
