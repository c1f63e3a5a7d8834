using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Calque.IO;

namespace Calque.Formats.HuggingFace;

/// <summary>Reads and writes the JSON objects of a model directory, keeping unknown keys, the order of keys, and numbers as they are spelt.</summary>
internal static class JsonFile
{
    // A config of the largest models has some kilobytes, an index of shards some megabytes.
    private const long MaximumLength = 256L << 20;

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="InvalidModelException">The file is missing, unreadable, too long, or not one JSON object with each key once.</exception>
    public static JsonObject Read(string path)
    {
        if (SpecialFile.Describe(path) is { } kind)
            throw new InvalidModelException(path, kind, "a JSON file", "Put the file itself there.");
        JsonNode? node;
        try
        {
            if (new FileInfo(path).Length > MaximumLength)
                throw new InvalidModelException(path, "a file of more than 256 MiB", "a small JSON file", "This cannot be a file of this kind.");
            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlySpan<byte> json = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
            node = JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            // Strings are decoded when they are asked for: asking for all of them here keeps bad ones from failing later.
            Touch(node);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidModelException(
                path, error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"a file that cannot be read ({error.Message})",
                "a JSON file", "Check the path and its permissions.", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidModelException(path, $"no valid JSON ({error.Message})", "a JSON object", "The file is damaged; fetch it again.", error);
        }
        return node as JsonObject
            ?? throw new InvalidModelException(path, "JSON that is no object", "a JSON object", "The file is not of this kind; fetch it again.");
    }

    /// <summary>Writes an object: UTF-8, two spaces of indentation, <c>\n</c>, letters of every script as they are.</summary>
    public static void Write(string path, JsonObject json) => Write(path, writer => json.WriteTo(writer));

    /// <summary>Writes a record likewise, straight from its members.</summary>
    public static void Write<T>(string path, T record, JsonTypeInfo<T> type) =>
        Write(path, writer => JsonSerializer.Serialize(writer, record, type));

    private static void Write(string path, Action<Utf8JsonWriter> write)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonWriterOptions options = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = PlainJsonEncoder.Instance };
        using (Utf8JsonWriter writer = new(stream, options))
            write(writer);
        stream.WriteByte((byte)'\n');
    }

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach ((_, JsonNode? value) in json)
                    Touch(value);
                break;
            case JsonArray list:
                foreach (JsonNode? value in list)
                    Touch(value);
                break;
            case JsonValue value:
                if (value.GetValueKind() == JsonValueKind.String)
                    value.GetValue<string>();
                break;
        }
    }
}
