using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Calque.Tokenizers;

/// <summary>
/// A value of a small JSON text, such as the parts of a <c>tokenizer.json</c> beside its model. It answers as
/// <see cref="JsonElement"/> does; the first use of that one costs a process 10 ms of loading and compiling, more than the
/// whole of a small tokenizer.
/// </summary>
internal sealed class JsonPart
{
    private static readonly JsonPart[] NoItems = [];
    private static readonly JsonMember[] NoMembers = [];

    private readonly byte[] _json;
    private readonly int _start;
    private readonly int _end; // the quotes of a string are inside
    private readonly JsonPart[] _items;
    private readonly JsonMember[] _members;

    internal JsonPart(JsonKind kind, byte[] json, int start, int end, JsonPart[]? items = null, JsonMember[]? members = null)
    {
        ValueKind = kind;
        _json = json;
        _start = start;
        _end = end;
        _items = items ?? NoItems;
        _members = members ?? NoMembers;
    }

    /// <summary>What stands for a value that is not there.</summary>
    public static JsonPart Absent { get; } = new(JsonKind.Undefined, [], 0, 0);

    /// <summary>What it is.</summary>
    public JsonKind ValueKind { get; }

    /// <summary>The text as it is written, in UTF-8.</summary>
    public ReadOnlySpan<byte> Raw => _json.AsSpan(_start, _end - _start);

    /// <summary>An item of an array.</summary>
    public JsonPart this[int index] => EnumerateArray()[index];

    /// <summary>Reads a JSON text.</summary>
    /// <exception cref="JsonException">It is none; the place is in it.</exception>
    public static JsonPart Parse(ReadOnlySpan<byte> utf8)
    {
        if (TryParse(utf8) is JsonPart part)
            return part;
        JsonFaults.Throw(utf8);
        throw new JsonException(); // not reached unless the two readers disagree
    }

    /// <summary>Reads a JSON text; null where it is none, or nested more deeply than 64 levels.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    /// <param name="depth">How many levels there may be.</param>
    public static JsonPart? TryParse(ReadOnlySpan<byte> utf8, int depth = JsonPartParser.UsualDepth) => new JsonPartParser(utf8.ToArray(), depth).ParseAll();

    /// <summary>The same value as an element of the framework.</summary>
    public static JsonPart From(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? Absent : TryParse(Encoding.UTF8.GetBytes(json.GetRawText()), 1000) ?? throw new ArgumentException("nested too deeply", nameof(json));

    /// <summary>The value of a name; of equal names the last counts.</summary>
    /// <exception cref="InvalidOperationException">It is no object.</exception>
    public bool TryGetProperty(string name, out JsonPart value)
    {
        JsonMember[] members = EnumerateObject();
        for (int i = members.Length - 1; i >= 0; i--)
        {
            if (members[i].IsNamed(name))
            {
                value = members[i].Value;
                return true;
            }
        }

        value = Absent;
        return false;
    }

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public JsonPart GetProperty(string name) => TryGetProperty(name, out JsonPart value) ? value : throw new KeyNotFoundException(name);

    /// <summary>The items of an array.</summary>
    /// <exception cref="InvalidOperationException">It is no array.</exception>
    public JsonPart[] EnumerateArray()
    {
        Require(JsonKind.Array);
        return _items;
    }

    /// <summary>How many items an array has.</summary>
    public int GetArrayLength() => EnumerateArray().Length;

    /// <summary>The members of an object, in order.</summary>
    /// <exception cref="InvalidOperationException">It is no object.</exception>
    public JsonMember[] EnumerateObject()
    {
        Require(JsonKind.Object);
        return _members;
    }

    /// <summary>The text of a string, null of a null.</summary>
    /// <exception cref="InvalidOperationException">It is neither, or holds half of a surrogate pair.</exception>
    public string? GetString()
    {
        if (ValueKind == JsonKind.Null)
            return null;
        Require(JsonKind.String);
        return JsonPartParser.Decode(Raw) ?? throw new InvalidOperationException("a string that is no text");
    }

    /// <summary>The bytes of a string that is written without escapes; false where it has some.</summary>
    public bool TryGetPlainUtf8(out ReadOnlySpan<byte> text)
    {
        Require(JsonKind.String);
        text = Raw[1..^1];
        return text.IndexOf((byte)'\\') < 0; // (Contains would be compiled in each process)
    }

    /// <summary>A whole number, if it is written as one and fits.</summary>
    public bool TryGetUInt64(out ulong value)
    {
        Require(JsonKind.Number);
        return Utf8Parser.TryParse(Raw, out value, out int consumed) && consumed == _end - _start;
    }

    /// <summary>A whole number, if it is written as one and fits.</summary>
    public bool TryGetInt64(out long value)
    {
        Require(JsonKind.Number);
        return Utf8Parser.TryParse(Raw, out value, out int consumed) && consumed == _end - _start;
    }

    /// <summary>A whole number, if it is written as one and fits.</summary>
    public bool TryGetInt32(out int value)
    {
        Require(JsonKind.Number);
        return Utf8Parser.TryParse(Raw, out value, out int consumed) && consumed == _end - _start;
    }

    /// <summary>A number, correctly rounded.</summary>
    public bool TryGetDouble(out double value)
    {
        Require(JsonKind.Number);
        return double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The text as it is written.</summary>
    public string GetRawText() => Encoding.UTF8.GetString(Raw);

    private void Require(JsonKind kind)
    {
        if (ValueKind != kind)
            throw new InvalidOperationException($"{ValueKind} instead of {kind}");
    }
}
