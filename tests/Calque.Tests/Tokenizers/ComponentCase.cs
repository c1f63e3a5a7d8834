using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Tokenizers;
using Calque.Tokenizers.Decoders;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tests.Tokenizers;

/// <summary>One component with inputs and the answers of the Rust library, a line of a golden file.</summary>
internal sealed class ComponentCase
{
    private readonly JsonElement _row;

    private ComponentCase(JsonElement row) => _row = row;

    public string Kind => _row.GetProperty("kind").GetString()!;

    public string Json => _row.GetProperty("json").GetRawText();

    /// <summary>Reads a file of JSON lines, packed where the name ends in .gz.</summary>
    public static List<ComponentCase> Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var cases = new List<ComponentCase>();
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0)
                cases.Add(new ComponentCase(JsonDocument.Parse(line).RootElement));
        }

        return cases;
    }

    /// <summary>What differs from the library's answers; a line for each difference.</summary>
    public IEnumerable<string> FindDifferences()
    {
        JsonElement json = _row.GetProperty("json");
        bool refused = _row.TryGetProperty("error", out JsonElement error);
        Func<JsonElement, string> run;
        string? own = null;
        try
        {
            run = MakeRunner(json);
        }
        catch (InvalidTokenizerException exception)
        {
            own = exception.Message;
            run = null!;
        }

        if (own is not null || refused)
        {
            if (own is null || !refused)
                yield return $"{Kind} {Json}: {own ?? "accepted"}; library: {(refused ? error.GetString() : "accepted")}";
            yield break;
        }

        foreach ((JsonElement input, JsonElement output) in _row.GetProperty("inputs").EnumerateArray().Zip(_row.GetProperty("outputs").EnumerateArray()))
        {
            if (output.ValueKind == JsonValueKind.Object)
                continue; // the library failed on this input
            string expected = Expect(output), actual;
            try
            {
                actual = run(input);
            }
            catch (Exception exception) when (exception is not InvalidTokenizerException)
            {
                actual = exception.ToString();
            }

            if (actual != expected)
                yield return $"{Kind} {Json}\n  input    {Escape(input.GetRawText())}\n  expected {Escape(expected)}\n  actual   {Escape(actual)}";
        }
    }

    public static string Escape(string text) =>
        string.Concat(text.Select(c => c is >= ' ' and < '\u007F' ? c.ToString() : $"\\u{(int)c:x4}"));

    private Func<JsonElement, string> MakeRunner(JsonElement json)
    {
        const string place = "tokenizer.json: part";
        switch (Kind)
        {
            case "normalizer":
                Normalizer normalizer = NormalizerReader.Read(json, place)!;
                return input =>
                {
                    // Both ways must give the same text.
                    string tracked = Normalize(normalizer, input.GetString()!, true).ToString();
                    string plain = Normalize(normalizer, input.GetString()!, false).ToString();
                    return tracked == plain ? tracked : $"tracked {tracked}, not tracked {plain}";
                };
            case "normalizer_offsets":
                Normalizer tracking = NormalizerReader.Read(json, place)!;
                return input =>
                {
                    string text = input.GetString()!;
                    NormalizedText normalized = Normalize(tracking, text, true);
                    var pieces = new List<NormalizedText>();
                    new FixedLengthPreTokenizer(1).PreTokenize(normalized, pieces);
                    return string.Join(' ', pieces.Select(piece => ShowRange(piece.OriginalStart, piece.OriginalEnd, text)));
                };
            case "pre_tokenizer":
                PreTokenizer preTokenizer = PreTokenizerReader.Read(json, place)!;
                return input =>
                {
                    string text = input.GetString()!;
                    List<NormalizedText> tracked = PreTokenize(preTokenizer, text, true);
                    List<NormalizedText> plain = PreTokenize(preTokenizer, text, preTokenizer.NeedsOffsets);
                    string shown = string.Join(' ', tracked.Select(piece =>
                        $"{JsonSerializerText(piece.ToString())}{ShowRange(piece.OriginalStart, piece.OriginalEnd, text)}"));
                    return tracked.Select(piece => piece.ToString()).SequenceEqual(plain.Select(piece => piece.ToString()))
                        ? shown
                        : $"tracked {shown}, not tracked {string.Join(' ', plain)}";
                };
            case "decoder":
                Calque.Tokenizers.Decoders.Decoder decoder = DecoderReader.Read(json, place)!;
                return input => decoder.Decode([.. input.EnumerateArray().Select(token => token.GetString()!)]);
            default:
                throw new InvalidOperationException(Kind);
        }
    }

    private string Expect(JsonElement output) => Kind switch
    {
        "pre_tokenizer" => string.Join(' ', output.EnumerateArray().Select(piece =>
            $"{JsonSerializerText(piece[0].GetString()!)}[{piece[1][0].GetInt32()},{piece[1][1].GetInt32()}]")),
        "normalizer_offsets" => string.Join(' ', output.EnumerateArray().Select(range => $"[{range[0].GetInt32()},{range[1].GetInt32()}]")),
        _ => output.GetString()!,
    };

    private static string JsonSerializerText(string text) => $"\"{text}\"";

    private static NormalizedText Normalize(Normalizer normalizer, string text, bool track)
    {
        var normalized = new NormalizedText(Encoding.UTF8.GetBytes(text), 0, track);
        normalizer.Normalize(normalized);
        return normalized;
    }

    private static List<NormalizedText> PreTokenize(PreTokenizer preTokenizer, string text, bool track)
    {
        var pieces = new List<NormalizedText>();
        preTokenizer.PreTokenize(new NormalizedText(Encoding.UTF8.GetBytes(text), 0, track), pieces);
        return pieces;
    }

    // The library answers in code points; how it gets there from bytes is its own, quirks at the end of the text included.
    private static string ShowRange(int start, int end, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return $"[{Count(utf8, start)},{Count(utf8, end)}]";
    }

    private static int Count(byte[] utf8, int end) => utf8.AsSpan(0, end).ToArray().Count(value => (value & 0xC0) != 0x80);
}
