using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Calque.IO;

namespace Calque.Formats.Safetensors;

/// <summary>
/// A safetensors file, mapped read-only. Its header is checked whole when it is opened; the tensors' bytes come in when
/// they are touched. Reading is safe from any number of threads.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, TensorInfo> _byName = new(StringComparer.Ordinal);

    private SafetensorsFile(MappedFile map, SafetensorsHeader header)
    {
        Map = map;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        foreach (TensorInfo tensor in Tensors)
            _byName.Add(tensor.Name, tensor);
    }

    /// <summary>The path as it was given.</summary>
    public string Path => Map.Path;

    /// <summary>The tensors in the order of their bytes in the file.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The file's own notes (<c>__metadata__</c>), such as <c>format: pt</c>; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The mapped file beneath, for copying ranges by the system and for releasing pages.</summary>
    public MappedFile Map { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="InvalidModelException">The file is missing, unreadable, or not a whole and consistent safetensors file.</exception>
    public static SafetensorsFile Open(string path)
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
                "a safetensors file", "Check the path and its permissions.", error);
        }
        try
        {
            if (map.Slice(0, (int)Math.Min(map.Length, GitLfsPointer.Signature.Length)).SequenceEqual(GitLfsPointer.Signature))
                throw GitLfsPointer.Refuse(path);
            return new SafetensorsFile(map, SafetensorsHeader.Read(map));
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Looks a tensor up by its name.</summary>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out TensorInfo? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary><paramref name="length"/> bytes of a tensor of this file, from <paramref name="offset"/> bytes after its own start. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the tensor.</exception>
    public ReadOnlySpan<byte> GetBytes(TensorInfo tensor, long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Length - length);
        return Map.Slice(tensor.Offset + offset, length);
    }

    /// <summary>The first byte of a tensor of this file; not always aligned. Valid until <see cref="Dispose"/>.</summary>
    public byte* GetPointer(TensorInfo tensor) => Map.Pointer + tensor.Offset;

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => Map.Dispose();
}
