using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Formats.Safetensors;
using Calque.IO;

namespace Calque.Formats.HuggingFace;

/// <summary>
/// A tensor of a model directory, whatever kind of file holds it. Its bytes are mapped, row-major and little-endian, and
/// valid until the <see cref="ModelDirectory"/> is disposed. Reading is safe from any number of threads.
/// </summary>
public sealed unsafe class ModelTensor
{
    private readonly Lazy<byte[]>? _gathered;

    internal ModelTensor(
        string name, string elementTypeName, IReadOnlyList<long> shape, MappedFile map, long offset, long length,
        IReadOnlyList<string> aliases, Func<byte[]>? gather = null)
    {
        Name = name;
        ElementTypeName = elementTypeName;
        ElementType = ElementTypes.FromName(elementTypeName);
        Shape = shape;
        Map = map;
        Offset = offset;
        Length = length;
        Aliases = aliases;
        if (gather is not null)
            _gathered = new Lazy<byte[]>(gather, LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Other names under which the same stored bytes stand (<c>pytorch_model.bin</c> only); empty mostly.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The type of its elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The type as the safetensors format names it, such as <c>BF16</c>.</summary>
    public string ElementTypeName { get; }

    /// <summary>Lengths of its axes, row-major; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Path of the file that holds it.</summary>
    public string File => Map.Path;

    /// <summary>How many bytes it has.</summary>
    public long Length { get; }

    /// <summary>The first byte; not always aligned. <see cref="Length"/> bytes may be read.</summary>
    public byte* Pointer
    {
        get
        {
            if (_gathered is null)
                return Map.Pointer + Offset;
            // Pinned when it was made, so the address holds as long as this tensor keeps the array.
            fixed (byte* pointer = _gathered.Value)
                return pointer;
        }
    }

    /// <summary>The file's map.</summary>
    internal MappedFile Map { get; }

    /// <summary>Where the bytes begin in the file; of no use where <see cref="IsMapped"/> is false.</summary>
    public long Offset { get; }

    /// <summary>Whether the file holds the bytes in this order and without gaps, so that the system can copy them.</summary>
    public bool IsMapped => _gathered is null;

    /// <summary><paramref name="length"/> bytes from <paramref name="offset"/> bytes after the tensor's own start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the tensor.</exception>
    public ReadOnlySpan<byte> GetBytes(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return _gathered is null ? Map.Slice(Offset + offset, length) : _gathered.Value.AsSpan((int)offset, length);
    }

    /// <summary>Says that a range will not be read again soon, so that its pages stop counting as memory of this process. A hint only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the tensor.</exception>
    public void Release(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        if (IsMapped)
            Map.Release(Offset + offset, length);
    }
}
