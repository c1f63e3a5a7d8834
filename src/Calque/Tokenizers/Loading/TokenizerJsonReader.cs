using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Calque.Tokenizers.Decoders;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PostProcessors;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// Reads a <c>tokenizer.json</c>. The file is walked once; only the model, which is nearly all of it, is read token by token, the
/// other parts are small and become elements.
/// </summary>
internal static class TokenizerJsonReader
{
    private const string Hint = "The file may be cut short, damaged or a Git LFS pointer; compare its size with the source.";

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidTokenizerException">It is damaged, or says something that no tokenizer can mean.</exception>
    public static TokenizerParts Read(string path, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (!Utf8.IsValid(json))
            throw new InvalidTokenizerException(path, "bytes that are not UTF-8", "a JSON text in UTF-8", Hint);
        if (TryReadPlain(path, json) is TokenizerParts plain)
            return plain;
        try
        {
            return ReadParts(path, json);
        }
        catch (JsonException error)
        {
            throw new InvalidTokenizerException(
                string.Create(CultureInfo.InvariantCulture, $"{path} line {(error.LineNumber ?? 0) + 1} byte {error.BytePositionInLine ?? 0}"),
                "text that is no JSON", "one JSON object", Hint, error);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or OverflowException
            or IndexOutOfRangeException or KeyNotFoundException)
        {
            // Values of a wrong kind that the parts did not expect.
            throw new InvalidTokenizerException(path, "a value of the wrong kind", "a tokenizer.json", Hint, error);
        }
    }

    /// <summary>The fast way; whatever it stumbles over is read anew, and named, by the general way.</summary>
    private static TokenizerParts? TryReadPlain(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            var parts = new JsonFields();
            return PlainTokenizerJson.TryRead(path, json, parts) is TokenizerModel model ? Assemble(path, parts, model) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidTokenizerException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or IndexOutOfRangeException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static TokenizerParts ReadParts(string path, ReadOnlySpan<byte> json)
    {
        var parts = new JsonFields();
        ReadOnlySpan<byte> modelJson = default;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidTokenizerException(path, "no JSON object", "an object with a \"model\"", Hint);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!; // a property name is never null
            reader.Read();
            if (name == "model")
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                modelJson = json[start..(int)reader.BytesConsumed];
            }
            else
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                parts.Set(name, JsonPart.Parse(json[start..(int)reader.BytesConsumed]));
            }
        }

        while (reader.Read())
        {
            // Only white space may follow; the reader checks that.
        }

        CheckVersion(path, parts);
        if (modelJson.IsEmpty)
            ComponentJson.Throw(path, "no field \"model\"", "an object with a \"model\"", Hint);
        return Assemble(path, parts, ModelJsonReader.Read(modelJson, $"{path}: model"));
    }

    private static void CheckVersion(string path, JsonFields parts)
    {
        JsonPart version = parts["version"];
        if (!ComponentJson.IsAbsent(version) && (version.ValueKind != JsonKind.String || version.GetString() != "1.0"))
            ComponentJson.Throw($"{path}: version", ComponentJson.Describe(version), "\"1.0\"");
    }

    private static TokenizerParts Assemble(string path, JsonFields parts, TokenizerModel model)
    {
        JsonPart Part(string name) => parts[name];
        string Place(string name) => $"{path}: {name}";
        CheckVersion(path, parts);
        var added = new AddedVocabulary();
        var warnings = new List<string>();
        AddedTokensReader.Read(Part("added_tokens"), Place("added_tokens"), model, added, warnings);
        var result = new TokenizerParts
        {
            Path = path,
            Model = model,
            Added = added,
            Normalizer = NormalizerReader.ReadPart(Part("normalizer"), Place("normalizer")),
            PreTokenizer = PreTokenizerReader.ReadPart(Part("pre_tokenizer"), Place("pre_tokenizer")),
            PostProcessor = PostProcessorReader.ReadPart(Part("post_processor"), Place("post_processor")),
            Decoder = DecoderReader.ReadPart(Part("decoder"), Place("decoder")),
            Truncation = LimitsReader.ReadTruncation(Part("truncation"), Place("truncation")),
            Padding = LimitsReader.ReadPadding(Part("padding"), Place("padding")),
            Surfaces = SurfaceSchemeReader.Read(model, Part("normalizer"), Part("pre_tokenizer"), Part("decoder")),
        };
        result.Warnings.AddRange(warnings);
        return result;
    }
}
