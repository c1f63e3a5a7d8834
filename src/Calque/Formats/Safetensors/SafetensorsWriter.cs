using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using Calque.IO;
using Microsoft.Win32.SafeHandles;

namespace Calque.Formats.Safetensors;

/// <summary>
/// Writes a safetensors file as a stream: the header is known first, then the tensors' bytes come in the order of
/// <see cref="Tensors"/>. That order is the public library's (element type, then name), whatever order was given, so
/// equal input gives equal bytes and every tensor is aligned. A writer disposed before <see cref="Complete"/> removes its file.
/// </summary>
/// <remarks>One thread at a time.</remarks>
public sealed class SafetensorsWriter : IDisposable
{
    // Linux takes up to ten times as long for the bytes of one call of 8 MiB as for those of eight calls.
    private const int WriteLength = 1 << 20;

    private readonly string? _path;
    private readonly SafeFileHandle _handle;
    private readonly List<TensorInfo> _tensors;
    private readonly long _end;
    private long _position;
    private int _current;
    private bool _completed;
    private HashSet<string>? _writtenApart;

    private SafetensorsWriter(string? path, SafeFileHandle handle, List<TensorInfo> tensors, long dataStart)
    {
        _path = path;
        _handle = handle;
        _tensors = tensors;
        _position = dataStart;
        _end = tensors.Count == 0 ? dataStart : tensors[^1].Offset + tensors[^1].Length;
    }

    /// <summary>The notes that every reader of PyTorch weights asks for: <c>format: pt</c>.</summary>
    public static IReadOnlyDictionary<string, string> DefaultMetadata { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>The tensors with their places in the file, in the order in which their bytes must come.</summary>
    public IReadOnlyList<TensorInfo> Tensors => _tensors;

    /// <summary>Makes the file and writes its header.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="tensors">The tensors in any order.</param>
    /// <param name="metadata">The file's notes; <see cref="DefaultMetadata"/> if null.</param>
    /// <param name="reserve">Whether the whole file's room on the disk is taken at once, which is faster, but leaves no holes in it.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public static SafetensorsWriter Create(string path, IEnumerable<TensorSpec> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool reserve = false)
    {
        (byte[] header, List<TensorInfo> infos) = Plan(tensors, metadata);
        long offset = infos.Count == 0 ? header.Length : infos[^1].Offset + infos[^1].Length;
        SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, preallocationSize: reserve ? offset : 0);
        try
        {
            RandomAccess.Write(handle, header, 0);
            return new SafetensorsWriter(path, handle, infos, header.Length);
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Writes into an open file, which stays the caller's: an output that is exchanged in one step.</summary>
    /// <param name="stream">An empty file.</param>
    /// <param name="tensors">The tensors in any order.</param>
    /// <param name="metadata">The file's notes; <see cref="DefaultMetadata"/> if null.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static SafetensorsWriter Open(FileStream stream, IEnumerable<TensorSpec> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (byte[] header, List<TensorInfo> infos) = Plan(tensors, metadata);
        RandomAccess.Write(stream.SafeFileHandle, header, 0);
        return new SafetensorsWriter(null, stream.SafeFileHandle, infos, header.Length);
    }

    /// <summary>Writes the next bytes; they may end inside a tensor or run over several.</summary>
    /// <exception cref="ArgumentException">More bytes than the header promised.</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _end - _position)
            throw new ArgumentException("More bytes than the tensors of the header have.", nameof(bytes));
        while (bytes.Length > 0)
        {
            ReadOnlySpan<byte> piece = bytes[..Math.Min(bytes.Length, WriteLength)];
            RandomAccess.Write(_handle, piece, _position);
            Advance(piece.Length);
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Writes a whole tensor at its place, in any order; a writer that does so writes all its tensors this way.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="bytes">All its bytes.</param>
    /// <exception cref="ArgumentException">Another count of bytes, or the tensor was written before.</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    public void WriteTensor(TensorInfo tensor, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _writtenApart ??= new HashSet<string>(StringComparer.Ordinal);
        if (bytes.Length != tensor.Length || !_writtenApart.Add(tensor.Name))
            throw new ArgumentException($"The tensor '{tensor.Name}' has {tensor.Length} bytes and is written once.", nameof(bytes));
        for (int start = 0; start < bytes.Length; start += WriteLength)
            RandomAccess.Write(_handle, bytes[start..Math.Min(bytes.Length, start + WriteLength)], tensor.Offset + start);
        _position += bytes.Length;
    }

    /// <summary>Lets the system copy the whole next tensor from another file.</summary>
    /// <exception cref="InvalidOperationException">The tensor before is not complete, or all are written.</exception>
    /// <exception cref="IOException">Copying fails.</exception>
    /// <exception cref="OperationCanceledException">The copy was cancelled.</exception>
    public void CopyTensor(SafeFileHandle source, long sourceOffset, CancellationToken cancellationToken = default)
    {
        while (_current < _tensors.Count && _tensors[_current].Length == 0)
            _current++;
        if (_current == _tensors.Count || _tensors[_current].Offset != _position)
            throw new InvalidOperationException("A tensor can be copied only where the one before it is complete.");
        long length = _tensors[_current].Length;
        FileCopy.CopyRange(source, sourceOffset, _handle, _position, length, cancellationToken);
        Advance(length);
    }

    /// <summary>Closes the file, to which nothing may be missing.</summary>
    /// <exception cref="InvalidOperationException">Fewer bytes came than the header promised.</exception>
    public void Complete()
    {
        if (_position != _end)
            throw new InvalidOperationException($"{_end - _position} bytes of the tensors are still to be written.");
        _completed = true;
        if (_path is not null)
            _handle.Dispose();
    }

    /// <summary>Closes the file; removes it if it is not complete.</summary>
    public void Dispose()
    {
        if (_path is null || _handle.IsClosed)
            return;
        _handle.Dispose();
        if (!_completed)
            File.Delete(_path);
    }

    /// <summary>The public library's order: the element type that stands later in its list first, then the name by code units of UTF-8.</summary>
    internal static int ByTypeThenName(TensorSpec a, TensorSpec b)
    {
        int byType = ElementTypes.GetRank(b.ElementTypeName).CompareTo(ElementTypes.GetRank(a.ElementTypeName));
        return byType != 0 ? byType : string.CompareOrdinal(a.Name, b.Name);
    }

    /// <summary>The header, and the tensors with their places in the file.</summary>
    private static (byte[] Header, List<TensorInfo> Tensors) Plan(IEnumerable<TensorSpec> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        List<TensorSpec> specs = [.. tensors];
        specs.Sort(ByTypeThenName);
        byte[] header = MakeHeader(specs, metadata ?? DefaultMetadata);

        List<TensorInfo> infos = [];
        long offset = header.Length;
        foreach (TensorSpec spec in specs)
        {
            infos.Add(new TensorInfo(spec.Name, ElementTypes.FromName(spec.ElementTypeName), spec.ElementTypeName, spec.Shape, offset, spec.Length));
            offset = checked(offset + spec.Length);
        }

        return (header, infos);
    }

    private static byte[] MakeHeader(List<TensorSpec> specs, IReadOnlyDictionary<string, string> metadata)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { "__metadata__" };
        using MemoryStream stream = new();
        stream.Write(stackalloc byte[SafetensorsHeader.PrefixLength]);
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
                WriteMetadata(json, metadata);
            long offset = 0;
            foreach (TensorSpec spec in specs)
            {
                if (!names.Add(spec.Name))
                    throw new ArgumentException($"The tensor name '{spec.Name}' is taken.", nameof(specs));
                json.WriteStartObject(spec.Name);
                json.WriteString("dtype"u8, spec.ElementTypeName);
                json.WriteStartArray("shape"u8);
                foreach (long axis in spec.Shape)
                    json.WriteNumberValue(axis);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets"u8);
                json.WriteNumberValue(offset);
                offset = checked(offset + spec.Length);
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        byte[] header = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsHeader.PrefixLength);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("__metadata__"u8);
        foreach (KeyValuePair<string, string> entry in new SortedDictionary<string, string>(new Dictionary<string, string>(metadata), StringComparer.Ordinal))
            json.WriteString(entry.Key, entry.Value);
        json.WriteEndObject();
    }

    private void Advance(long count)
    {
        _position += count;
        while (_current < _tensors.Count && _tensors[_current].Offset + _tensors[_current].Length <= _position)
            _current++;
    }
}
