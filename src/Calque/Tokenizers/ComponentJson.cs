using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Calque.Tokenizers;

/// <summary>Reads the fields of one component of a <c>tokenizer.json</c>; every error names the place inside the file.</summary>
internal static class ComponentJson
{
    private const string DamagedHint = "The file may be damaged or written by a newer library; compare it with its source.";

    /// <summary>Whether the element is absent or null, which both mean that the part is not there.</summary>
    public static bool IsAbsent(JsonPart json) => json.ValueKind is JsonKind.Undefined or JsonKind.Null;

    /// <summary>
    /// The name of the component's kind; where it is missing or unknown, old files are told by a field that only one kind has.
    /// </summary>
    public static string ReadType(JsonPart json, string place, ReadOnlySpan<string> known, ReadOnlySpan<(string Field, string Type)> tellingFields)
    {
        if (json.ValueKind != JsonKind.Object)
            Throw(place, Describe(json), "an object with a \"type\"");
        string? type = json.TryGetProperty("type", out _) ? ReadString(json, "type", place) : null;
        foreach (string name in known)
        {
            if (name == type)
                return type;
        }

        foreach ((string field, string kind) in tellingFields)
        {
            if (json.TryGetProperty(field, out _))
                return kind;
        }

        Throw(type is null ? place : $"{place}.type", type is null ? "no field \"type\"" : $"\"{type}\"", $"one of {string.Join(", ", known)}");
        return null!; // not reached: Throw does not return
    }

    /// <summary>A string that must be there.</summary>
    public static string ReadString(JsonPart json, string name, string place)
    {
        JsonPart value = ReadField(json, name, place, "a string");
        if (value.ValueKind != JsonKind.String)
            Throw($"{place}.{name}", Describe(value), "a string");
        return GetText(value, $"{place}.{name}");
    }

    /// <summary>A truth value; without a default it must be there.</summary>
    public static bool ReadBoolean(JsonPart json, string name, string place, bool? absent = null)
    {
        if (absent is bool given && !json.TryGetProperty(name, out _))
            return given;
        JsonPart value = ReadField(json, name, place, "true or false");
        if (value.ValueKind is not (JsonKind.True or JsonKind.False))
            Throw($"{place}.{name}", Describe(value), "true or false");
        return value.ValueKind == JsonKind.True;
    }

    /// <summary>A whole number of at least 0; without a default it must be there. What does not fit into an int is cut to the largest.</summary>
    public static int ReadCount(JsonPart json, string name, string place, int? absent = null)
    {
        if (absent is int given && !json.TryGetProperty(name, out _))
            return given;
        JsonPart value = ReadField(json, name, place, "a whole number");
        if (value.ValueKind != JsonKind.Number || !value.TryGetUInt64(out ulong number))
        {
            Throw($"{place}.{name}", Describe(value), "a whole number of at least 0");
            return 0;
        }

        return (int)Math.Min(number, int.MaxValue);
    }

    /// <summary>A string of exactly one character (code point).</summary>
    public static Rune ReadCharacter(JsonPart json, string name, string place)
    {
        string text = ReadString(json, name, place);
        if (Rune.DecodeFromUtf16(text, out Rune rune, out int consumed) != System.Buffers.OperationStatus.Done || consumed != text.Length)
            Throw($"{place}.{name}", $"\"{text}\"", "a string of exactly one character");
        return rune;
    }

    /// <summary>A field that must be an array.</summary>
    public static JsonPart ReadArray(JsonPart json, string name, string place)
    {
        JsonPart value = ReadField(json, name, place, "an array");
        if (value.ValueKind != JsonKind.Array)
            Throw($"{place}.{name}", Describe(value), "an array");
        return value;
    }

    /// <summary>A field that must be there, of any kind.</summary>
    public static JsonPart ReadField(JsonPart json, string name, string place, string expected)
    {
        if (json.ValueKind != JsonKind.Object)
            Throw(place, Describe(json), "an object");
        if (!json.TryGetProperty(name, out JsonPart value))
            Throw(place, $"no field \"{name}\"", $"a field \"{name}\" with {expected}");
        return value;
    }

    /// <summary>The value in a few words, for an error.</summary>
    public static string Describe(JsonPart value)
    {
        if (value.ValueKind == JsonKind.Undefined)
            return "nothing";
        string text = value.GetRawText();
        return text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 60)}…");
    }

    /// <summary>Raises the error of a damaged component.</summary>
    [DoesNotReturn]
    public static void Throw(string place, string found, string expected, string hint = DamagedHint) =>
        throw new InvalidTokenizerException(place, found, expected, hint);

    private static string GetText(JsonPart value, string place)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // An escape such as \ud800 alone is no text.
            throw new InvalidTokenizerException(place, Describe(value), "a string of valid characters", DamagedHint, error);
        }
    }
}
