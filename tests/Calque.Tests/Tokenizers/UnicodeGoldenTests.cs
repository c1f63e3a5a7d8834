using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;
using Calque.Tokenizers.PreTokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

/// <summary>Every code point, against what the Rust library does with it.</summary>
public class UnicodeGoldenTests
{
    private static readonly int[] All = [.. Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF)];

    [SharedDataFact]
    public void Classes_EveryCodePoint_AreTheLibrarys()
    {
        using JsonDocument goldens = Load();
        var wrong = new List<string>();
        foreach (JsonProperty property in goldens.RootElement.GetProperty("classes").EnumerateObject())
        {
            if (property.Name == "regex (?i:\u00df)")
                continue; // refused by name: it also matches "ss"
            HashSet<int> expected = [.. property.Value.EnumerateArray().SelectMany(r => Enumerable.Range(r[0].GetInt32(), r[1].GetInt32() - r[0].GetInt32() + 1))];
            HashSet<int> actual = Find(property.Name);
            if (property.Name.Contains("to space", StringComparison.Ordinal))
                actual.Remove(' ');
            actual.SymmetricExceptWith(expected);
            if (actual.Count > 0)
                wrong.Add($"{property.Name}: {actual.Count} differ, {string.Join(' ', actual.Order().Take(8).Select(c => c.ToString("x", CultureInfo.InvariantCulture)))}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [SharedDataTheory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    [InlineData("Lowercase")]
    public void Maps_EveryCodePoint_AreTheLibrarys(string type)
    {
        using JsonDocument goldens = Load();
        Normalizer normalizer = ReadNormalizer($$"""{"type":"{{type}}"}""");
        Dictionary<int, string> expected = goldens.RootElement.GetProperty("maps").GetProperty(type).EnumerateArray()
            .ToDictionary(pair => pair[0].GetInt32(), pair => pair[1].GetString()!);
        var wrong = new List<string>();
        foreach (int c in All)
        {
            if (c is >= 0xAC00 and <= 0xD7A3 && type is "NFD" or "NFKD")
                continue; // left out of the goldens
            string text = char.ConvertFromUtf32(c), actual = Normalize(normalizer, text);
            if (!string.Equals(actual, expected.GetValueOrDefault(c, text), StringComparison.Ordinal))
                wrong.Add(c.ToString("x", CultureInfo.InvariantCulture));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join(' ', wrong.Take(20))}");
    }

    private static JsonDocument Load()
    {
        using Stream file = File.OpenRead(Fixtures.Shared("goldens", "tokenizers", "unicode.json.gz"));
        return JsonDocument.Parse(new GZipStream(file, CompressionMode.Decompress));
    }

    private static HashSet<int> Find(string name)
    {
        if (name.StartsWith("regex ", StringComparison.Ordinal))
        {
            string expression = name[6..];
            return FindRegex(expression == "." ? "(?:.)" : expression);
        }

        switch (name)
        {
            case "WhitespaceSplit":
                return Removed("""{"type":"WhitespaceSplit"}""");
            case "Punctuation":
                return Removed("""{"type":"Punctuation","behavior":"Removed"}""");
            case "Digits":
                return [.. All.Where(TokenizerClasses.IsDigit)];
            case "Whitespace \\w (regex crate)":
                return [.. All.Where(TokenizerClasses.IsWord)];
            case "BertNormalizer removes (clean_text)":
                return Changed(Bert("clean_text"), text => text == "ab");
            case "BertNormalizer to space (clean_text)":
                return Changed(Bert("clean_text"), text => text == "a b");
            case "BertNormalizer other (clean_text)":
                return Changed(Bert("clean_text"), text => text is not ("ab" or "a b"));
            case "BertNormalizer spaced (handle_chinese_chars)":
                return Changed(Bert("handle_chinese_chars"), _ => true);
            case "BertNormalizer removes (strip_accents)":
                return Changed(Bert("strip_accents"), text => text == "ab");
            case "StripAccents removes":
                return Changed("""{"type":"StripAccents"}""", _ => true);
            case "Nmt removes":
                return Changed("""{"type":"Nmt"}""", text => text == "ab");
            case "Nmt to space":
                return Changed("""{"type":"Nmt"}""", text => text == "a b");
            default:
                throw new InvalidOperationException(name);
        }
    }

    private static string Bert(string on) => string.Concat(
        """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":false,"lowercase":false}"""
            .Replace($"\"{on}\":false", $"\"{on}\":true", StringComparison.Ordinal));

    private static HashSet<int> FindRegex(string expression)
    {
        var found = new HashSet<int>();
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(All.Select(char.ConvertFromUtf32)));
        var matches = new List<PatternMatch>();
        PatternCatalog.Get(expression, "test").FindMatches(text, matches);
        foreach (PatternMatch match in matches)
        {
            _ = Rune.DecodeFromUtf8(text.AsSpan(match.Start), out Rune rune, out int length);
            Assert.Equal(length, match.End - match.Start);
            found.Add(rune.Value);
        }

        return found;
    }

    private static HashSet<int> Removed(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var pieces = new List<NormalizedText>();
        PreTokenizerReader.Read(document.RootElement, "test")!.PreTokenize(
            new NormalizedText(Encoding.UTF8.GetBytes(string.Concat(All.Select(char.ConvertFromUtf32))), 0, false), pieces);
        HashSet<int> removed = [.. All];
        foreach (NormalizedText piece in pieces)
            removed.ExceptWith(piece.ToString().EnumerateRunes().Select(rune => rune.Value));
        return removed;
    }

    private static HashSet<int> Changed(string json, Func<string, bool> how)
    {
        Normalizer normalizer = ReadNormalizer(json);
        var found = new HashSet<int>();
        foreach (int c in All)
        {
            string text = $"a{char.ConvertFromUtf32(c)}b", changed = Normalize(normalizer, text);
            if (!string.Equals(text, changed, StringComparison.Ordinal) && how(changed))
                found.Add(c);
        }

        return found;
    }

    private static Normalizer ReadNormalizer(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return NormalizerReader.Read(document.RootElement, "test")!;
    }

    private static string Normalize(Normalizer normalizer, string text)
    {
        var normalized = new NormalizedText(Encoding.UTF8.GetBytes(text), 0, false);
        normalizer.Normalize(normalized);
        return normalized.ToString();
    }
}
