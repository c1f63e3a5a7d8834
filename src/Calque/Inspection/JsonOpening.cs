using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Calque.Inspection;

/// <summary>What the first bytes of a JSON object say: its keys as far as they were read.</summary>
internal sealed class JsonOpening
{
    private readonly Dictionary<string, JsonTokenType> _keys = new(StringComparer.Ordinal);

    private JsonOpening()
    {
    }

    /// <summary>The keys of the object, and what their values begin with.</summary>
    public IReadOnlyDictionary<string, JsonTokenType> Keys => _keys;

    /// <summary>Whether the object ended and another one begins after it, on a line of its own.</summary>
    public bool HasMoreLines { get; private set; }

    /// <summary>Reads a sample; null where it does not begin with an object.</summary>
    public static JsonOpening? Read(ReadOnlySpan<byte> sample, bool whole)
    {
        if (sample.StartsWith("\uFEFF"u8))
            sample = sample[3..];
        if (!sample.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            return null;
        JsonOpening opening = new();
        // What is damaged is the reader's to say; here it only ends the list of keys.
        Utf8JsonReader reader = new(sample, whole, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 256 }));
        try
        {
            opening.ReadObject(ref reader, sample);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
        }

        return opening;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> sample)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!; // a property name is text
            if (!reader.Read())
                return;
            _keys[key] = reader.TokenType;
            if (!reader.TrySkip())
                return;
        }

        if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
        {
            ReadOnlySpan<byte> rest = sample[(int)reader.BytesConsumed..];
            HasMoreLines = rest.TrimStart(" \t\r\n"u8).StartsWith("{"u8) && rest.TrimStart(" \t\r"u8).StartsWith("\n"u8);
        }
    }
}
