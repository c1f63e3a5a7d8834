using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Neural.Layers;
using Calque.Tokenizers;

namespace Calque.Neural.Features;

/// <summary>Reads the lines that features are asked for: texts through a tokenizer, or ids as they stand.</summary>
internal sealed class FeatureLines
{
    private readonly string _path;
    private readonly Func<Tokenizer> _tokenizer;
    private readonly int? _longest;
    private readonly bool _truncate;
    private readonly int _vocabulary;
    private readonly bool _hasDecoder;

    /// <param name="path">The file.</param>
    /// <param name="tokenizer">Opens the tokenizer; called only if a line holds text.</param>
    /// <param name="vocabulary">How many ids the model has.</param>
    /// <param name="longest">How many tokens the model reads; null: any number.</param>
    /// <param name="hasDecoder">Whether the model has a decoder beside its encoder.</param>
    /// <param name="truncate">Whether longer lines are cut.</param>
    public FeatureLines(string path, Func<Tokenizer> tokenizer, int vocabulary, int? longest, bool hasDecoder, bool truncate)
    {
        _hasDecoder = hasDecoder;
        _path = path;
        _tokenizer = tokenizer;
        _vocabulary = vocabulary;
        _longest = longest;
        _truncate = truncate;
    }

    /// <summary>Lines that were cut.</summary>
    public long Truncated { get; private set; }

    /// <summary>Reads all lines.</summary>
    /// <exception cref="InvalidInputException">A line cannot be read, or has ids that the model lacks, or too many; names the line.</exception>
    public List<FeatureLine> Read()
    {
        List<FeatureLine> sequences = [];
        Tokenizer? tokenizer = null;
        bool? isJson = null;
        int number = 0;
        foreach (string line in Lines())
        {
            number++;
            isJson ??= line.StartsWith('{') && TryParse(line, out _);
            FeatureLine read = isJson.Value ? FromJson(line, number, ref tokenizer) : new FeatureLine(FromText(line, null, ref tokenizer));
            read = new FeatureLine(Checked(read.Sequence, number), read.Decoder is null ? null : Checked(read.Decoder, number));
            if (read.Decoder is not null && !_hasDecoder)
            {
                throw new InvalidInputException(
                    Place(number), "decoder_ids", "ids alone: the model has one stack", "Only encoder-decoders such as T5 read a second text with a decoder.");
            }

            if (sequences.Count > 0 && sequences[0].Decoder is null != read.Decoder is null)
                throw new InvalidInputException(Place(number), read.Decoder is null ? "no decoder_ids" : "decoder_ids", "the same fields as in the first line", "All lines ask for the decoder, or none does.");
            sequences.Add(read);
        }

        if (sequences.Count == 0)
            throw new InvalidInputException(_path, "no line", "lines of text, or JSON lines with ids", "The file is empty.");
        return sequences;
    }

    private IEnumerable<string> Lines()
    {
        if (!File.Exists(_path))
            throw new InvalidInputException(_path, "no such file", "lines of text, or JSON lines with ids", "Check the path.");
        using FileStream stream = File.OpenRead(_path);
        using Stream plain = _path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using StreamReader reader = new(plain, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (int number = 1; ; number++)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (Exception error) when (error is DecoderFallbackException or InvalidDataException)
            {
                throw new InvalidInputException(Place(number), error is InvalidDataException ? "no gzip" : "bytes that are no UTF-8", "UTF-8 text", "Convert the file to UTF-8.", error);
            }

            if (line is null)
                yield break;
            yield return line;
        }
    }

    private FeatureLine FromJson(string line, int number, ref Tokenizer? tokenizer)
    {
        if (!TryParse(line, out JsonElement json) || json.ValueKind != JsonValueKind.Object)
            throw new InvalidInputException(Place(number), "a line that is no JSON object", "JSON with ids, or with text, as in the first line", "Every line has the form of the first.");
        if (json.TryGetProperty("ids", out JsonElement ids))
        {
            TokenSequence sequence = new(Ids(ids, number, "ids"), json.TryGetProperty("token_type_ids", out JsonElement types) ? Ids(types, number, "token_type_ids") : null);
            if (sequence.TokenTypes is { } given && given.Count != sequence.Ids.Count)
                throw new InvalidInputException(Place(number), $"{given.Count} token_type_ids for {sequence.Ids.Count} ids", "as many", "Each id has a type, 0 or 1.");
            return new FeatureLine(sequence, json.TryGetProperty("decoder_ids", out JsonElement decoder) ? new TokenSequence(Ids(decoder, number, "decoder_ids")) : null);
        }

        if (json.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String)
        {
            string? pair = json.TryGetProperty("text_pair", out JsonElement second) && second.ValueKind == JsonValueKind.String ? second.GetString() : null;
            return new FeatureLine(FromText(text.GetString()!, pair, ref tokenizer)); // a JSON string
        }

        throw new InvalidInputException(Place(number), "neither ids nor text", """{"ids": [...]} or {"text": "..."}""", "Name the field as written here.");
    }

    private TokenSequence FromText(string text, string? pair, ref Tokenizer? tokenizer)
    {
        tokenizer ??= _tokenizer();
        EncodeOptions options = _truncate && _longest is { } most ? new EncodeOptions { Truncation = new TruncationOptions { MaxLength = most } } : EncodeOptions.Default;
        TokenEncoding encoding = tokenizer.Encode(new TextInput(text, pair), options);
        Truncated += encoding.Overflowing.Count > 0 ? 1 : 0;
        return new TokenSequence(encoding.Ids, encoding.TypeIds.Any(type => type != 0) ? encoding.TypeIds : null);
    }

    private int[] Ids(JsonElement list, int number, string name)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw new InvalidInputException(Place(number), $"{name} that is no list", "a list of whole numbers", "Write the ids as [101, 7592, 102].");
        int[] ids = new int[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out ids[i]) || ids[i] < 0)
                throw new InvalidInputException(Place(number), $"{name} with {item.GetRawText()}", "whole numbers of 0 or more", "Ids come from the model's own tokenizer.");
            i++;
        }

        return ids;
    }

    private TokenSequence Checked(TokenSequence sequence, int number)
    {
        if (sequence.Ids.Count == 0)
            throw new InvalidInputException(Place(number), "no token", "at least one token", "Leave empty lines out, or take a tokenizer that adds special tokens.");
        int largest = sequence.Ids.Max();
        if (largest >= _vocabulary)
        {
            throw new InvalidInputException(
                Place(number), FormattableString.Invariant($"the id {largest}"), FormattableString.Invariant($"an id below {_vocabulary}, the rows of the model's embedding"),
                "The ids come from another tokenizer than the model's.");
        }

        if (_longest is { } most && sequence.Ids.Count > most)
        {
            if (!_truncate)
            {
                throw new InvalidInputException(
                    Place(number), FormattableString.Invariant($"{sequence.Ids.Count} tokens"), FormattableString.Invariant($"at most {most}, which the model reads"), "Cut the line, or give --truncate.");
            }

            Truncated++;
            sequence = new TokenSequence([.. sequence.Ids.Take(most)], sequence.TokenTypes?.Take(most).ToArray());
        }

        return sequence;
    }

    private string Place(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}, line {number}");

    private static bool TryParse(string line, out JsonElement json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
