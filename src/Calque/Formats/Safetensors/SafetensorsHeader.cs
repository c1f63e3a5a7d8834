using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.IO;

namespace Calque.Formats.Safetensors;

/// <summary>Reads and checks a file's header. Nothing in it is believed, and nothing allocated for it, before it is compared with the file's size.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const long MaximumLength = 100_000_000;

    /// <summary>The bytes before the header: its length.</summary>
    public const int PrefixLength = 8;

    private const string MetadataKey = "__metadata__";

    private readonly string _path;
    private readonly List<TensorInfo> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private long _dataStart;
    private long _dataLength;

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<TensorInfo> Tensors => _tensors;

    /// <summary>The file's own notes, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads the header of a mapped file.</summary>
    /// <exception cref="InvalidModelException">The file is not a whole, consistent safetensors file; says what and where.</exception>
    public static SafetensorsHeader Read(MappedFile file)
    {
        SafetensorsHeader header = new(file.Path);
        ReadOnlySpan<byte> json = header.FindJson(file);
        Utf8JsonReader reader = new(json);
        try
        {
            header.ReadObject(ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException: a string that is not UTF-8; the reader finds it only when the string is asked for.
            throw new InvalidModelException(
                $"{file.Path}, header byte {PrefixLength + reader.TokenStartIndex}",
                $"no valid JSON ({error.Message})", "a JSON header", "The file is damaged; fetch it again.", error);
        }
        header.CheckOffsets();
        return header;
    }

    private ReadOnlySpan<byte> FindJson(MappedFile file)
    {
        if (file.Length < PrefixLength)
            throw Invalid($"{file.Length} bytes", "a safetensors file of at least 8 bytes", "The file was cut short; fetch it again.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, PrefixLength));
        if (length > MaximumLength)
            throw Invalid($"a header length of {length}", $"at most {MaximumLength}", "This is not a safetensors file, or it is damaged.");
        if ((long)length > file.Length - PrefixLength)
            throw Invalid($"a header of {length} bytes in a file of {file.Length}", "a header inside the file", "The file was cut short; fetch it again.");
        _dataStart = PrefixLength + (long)length;
        _dataLength = file.Length - _dataStart;
        ReadOnlySpan<byte> json = file.Slice(PrefixLength, (int)length);
        if (json.IsEmpty || json[0] != (byte)'{')
            throw Invalid("a header that does not begin with '{'", "a JSON object", "This is not a safetensors file, or it is damaged.");
        return json;
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        bool metadataSeen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!; // a property name is never null
            reader.Read();
            if (name != MetadataKey)
                ReadTensor(ref reader, name);
            else if (metadataSeen)
                throw Invalid("two entries __metadata__", "one", "The file is damaged.");
            else
                ReadMetadata(ref reader);
            metadataSeen |= name == MetadataKey;
        }
        // Only white space may follow; the reader throws on anything else.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Invalid("an entry __metadata__ that is no object", "an object of strings", "The file is damaged.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!; // a property name is never null
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !_metadata.TryAdd(key, reader.GetString()!))
                throw Invalid($"the metadata entry '{key}' twice or not as text", "each entry once, as text", "The file is damaged.");
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (!_names.Add(name))
            throw InvalidTensor(name, "a second tensor of this name", "each name once");
        if (reader.TokenType != JsonTokenType.StartObject)
            throw InvalidTensor(name, "no object", "an object with dtype, shape and data_offsets");
        string? typeName = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!; // a property name is never null
            reader.Read();
            switch (key)
            {
                case "dtype" when typeName is null && reader.TokenType == JsonTokenType.String:
                    typeName = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, key);
                    break;
                default:
                    throw InvalidTensor(name, $"the key '{key}', which is unknown, repeated or of the wrong kind", "dtype (text), shape and data_offsets (lists), once each");
            }
        }
        if (typeName is null || shape is null || offsets is not { Count: 2 })
            throw InvalidTensor(name, "an incomplete entry", "dtype, shape and two data_offsets");
        if (offsets[0] > offsets[1] || offsets[1] > _dataLength)
            throw InvalidTensor(name, $"data_offsets {offsets[0]} to {offsets[1]}", $"a range inside the {_dataLength} bytes that follow the header");
        CheckSize(name, typeName, shape, offsets[1] - offsets[0]);
        _tensors.Add(new TensorInfo(name, ElementTypes.FromName(typeName), typeName, shape, _dataStart + offsets[0], offsets[1] - offsets[0]));
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string tensor, string key)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw InvalidTensor(tensor, $"{key} that is no list", "a list of whole numbers");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw InvalidTensor(tensor, $"{key} with an entry that is no whole number from 0 to 2^63-1", "a list of whole numbers");
            numbers.Add(number);
        }
        return numbers;
    }

    private void CheckSize(string name, string typeName, List<long> shape, long length)
    {
        int bits = ElementTypes.GetBits(typeName);
        // A type that the format does not name yet: its size cannot be known, its place in the file is checked all the same.
        if (bits == 0)
            return;
        UInt128 needed = (UInt128)bits;
        foreach (long axis in shape)
        {
            needed *= (UInt128)axis;
            // The 128 bits cannot overflow while the product so far is below 2^64; a later axis of 0 is not worth a larger promise.
            if (needed > ulong.MaxValue)
                throw InvalidTensor(name, $"the shape [{string.Join(", ", shape.Select(Format))}], larger than any file", $"a shape of {Format(length)} bytes");
        }
        if (needed != (UInt128)length * 8)
        {
            throw InvalidTensor(
                name,
                $"{Format(length)} bytes",
                $"{((needed + 7) / 8).ToString(CultureInfo.InvariantCulture)} for {typeName} [{string.Join(", ", shape.Select(Format))}]");
        }
    }

    private void CheckOffsets()
    {
        // Names break ties between empty tensors, so that the order never hangs on the sort.
        _tensors.Sort((a, b) =>
            a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) :
            a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a.Name, b.Name));
        long position = _dataStart;
        foreach (TensorInfo tensor in _tensors)
        {
            if (tensor.Offset != position)
            {
                string fault = tensor.Offset < position ? "an overlap with the tensor before it" : "a gap before it";
                throw InvalidTensor(tensor.Name, $"{fault} (data offset {tensor.Offset - _dataStart})", $"data offset {position - _dataStart}");
            }
            position += tensor.Length;
        }
        if (position != _dataStart + _dataLength)
        {
            throw Invalid(
                $"{_dataLength} bytes after the header", $"{position - _dataStart}, where the last tensor ends", "The file was cut short or has been added to; fetch it again.");
        }
    }

    private InvalidModelException Invalid(string found, string expected, string hint) => new(_path, found, expected, hint);

    private InvalidModelException InvalidTensor(string name, string found, string expected) =>
        new($"{_path}, tensor '{Shorten(name)}'", found, expected, "The file's header is damaged; fetch the file again.");

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string name) => name.Length <= 200 ? name : new StringBuilder().Append(name, 0, 200).Append('…').ToString();
}
