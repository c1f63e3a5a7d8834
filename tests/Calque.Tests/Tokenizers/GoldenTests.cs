using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

/// <summary>Every line of the goldens: another library's answers, see the README beside them.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. TokenizerGoldens.Names];

    [SharedDataTheory]
    [MemberData(nameof(Names))]
    public void Encode_EveryLine_EqualsGolden(string name)
    {
        Tokenizer tokenizer = TokenizerGoldens.Load(name);
        var faults = new List<string>();
        int line = 0;
        var plain = new EncodeOptions { AddSpecialTokens = false };
        var ids = new List<int>();
        foreach ((JsonObject input, JsonObject golden) in TokenizerGoldens.Read("lines").Zip(TokenizerGoldens.Read(name)))
        {
            line++;
            string text = input["text"]!.GetValue<string>();
            TokenEncoding encoding = tokenizer.Encode(text);
            int[] expected = TokenizerGoldens.Numbers(golden["ids"]);
            Check(faults, line, "ids", expected, encoding.Ids);
            Check(faults, line, "tokens", TokenizerGoldens.Strings(golden["tokens"]), encoding.Tokens);
            Check(faults, line, "offsets", TokenizerGoldens.Ranges(golden["offsets"]), encoding.Offsets);
            Check(faults, line, "decoded", [golden["decoded"]!.GetValue<string>()], [tokenizer.Decode(expected, skipSpecialTokens: true)]);
            int[] expectedPlain = TokenizerGoldens.Numbers(golden["ids_plain"]);
            Check(faults, line, "ids_plain", expectedPlain, tokenizer.Encode(text, plain).Ids);
            ids.Clear();
            tokenizer.EncodeIds(System.Text.Encoding.UTF8.GetBytes(text), ids);
            Check(faults, line, "EncodeIds", expectedPlain, [.. ids]);
        }

        Assert.Equal(1200, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
    }

    [SharedDataTheory]
    [MemberData(nameof(Names))]
    public void EncodeBatch_PairsTruncationPadding_EqualsGolden(string name)
    {
        Tokenizer tokenizer = TokenizerGoldens.Load(name);
        var faults = new List<string>();
        int line = 0;
        foreach (JsonObject row in TokenizerGoldens.Read(name + ".pairs"))
        {
            line++;
            TextInput[] batch = [.. row["batch"]!.AsArray().Select(x => new TextInput(x![0]!.GetValue<string>(), x.AsArray().Count > 1 ? x[1]!.GetValue<string>() : null))];
            var options = new EncodeOptions
            {
                AddSpecialTokens = row["special"]?.GetValue<bool>() ?? true,
                Truncation = ReadTruncation(row["truncation"]),
                Padding = ReadPadding(row["padding"]),
            };
            if (row.ContainsKey("classic_error"))
            {
                Assert.Throws<InvalidOptionException>(() => tokenizer.EncodeBatch(batch, options));
                continue;
            }

            IReadOnlyList<TokenEncoding> encodings = tokenizer.EncodeBatch(batch, options);
            JsonArray expected = (row["classic"] ?? row["out"])!.AsArray();
            Assert.Equal(expected.Count, encodings.Count);
            for (int i = 0; i < expected.Count; i++)
            {
                Compare(faults, line, expected[i]!.AsObject(), encodings[i]);
                // Where padding comes with truncation there is no classic answer, and the other one lacks windows (README there):
                // the parts cut off are then those of the same truncation without padding.
                if (options.Truncation is not null && options.Padding is not null)
                {
                    TokenEncoding unpadded = tokenizer.Encode(batch[i], options with { Padding = null });
                    Check(faults, line, "overflowing", [.. unpadded.Overflowing.Select(x => string.Join(' ', x.Ids))],
                        [.. encodings[i].Overflowing.Select((x, k) => string.Join(' ', x.Ids.Take(unpadded.Overflowing[k].Length)))]);
                    continue;
                }

                JsonArray overflowing = expected[i]!["overflowing"]!.AsArray();
                Check(faults, line, "overflowing", [overflowing.Count], [encodings[i].Overflowing.Count]);
                for (int k = 0; k < Math.Min(overflowing.Count, encodings[i].Overflowing.Count); k++)
                    Compare(faults, line, overflowing[k]!.AsObject(), encodings[i].Overflowing[k]);
            }
        }

        Assert.Equal(48, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
    }

    [SharedDataFact]
    public void Encode_TinyTokenizers_EqualGoldens()
    {
        using var directory = new TemporaryDirectory();
        var faults = new List<string>();
        int line = 0;
        foreach (JsonObject row in TokenizerGoldens.Read("mini"))
        {
            line++;
            TinyTokenizerRows.Compare(row, directory[$"{line}.json"], line, faults);
        }

        Assert.Equal(40, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
    }

    [SharedDataTheory]
    [InlineData("llama-2", "tokenizer.model")]
    [InlineData("t5-legal-fr-en", "spiece.model")]
    public void Encode_SentencePieceFile_EqualsGolden(string name, string file)
    {
        Tokenizer tokenizer = Tokenizer.Load(Fixtures.Shared("tokenizers", name, file));
        var faults = new List<string>();
        int line = 0;
        var ids = new List<int>();
        foreach ((JsonObject input, JsonObject golden) in TokenizerGoldens.Read("lines").Zip(TokenizerGoldens.Read(name + ".sentencepiece")))
        {
            line++;
            string text = input["text"]!.GetValue<string>();
            TokenEncoding encoding = tokenizer.Encode(text, new EncodeOptions { AddSpecialTokens = false });
            int[] expected = TokenizerGoldens.Numbers(golden["ids"]);
            Check(faults, line, "ids", expected, encoding.Ids);
            Check(faults, line, "pieces", TokenizerGoldens.Strings(golden["pieces"]), encoding.Tokens);
            Check(faults, line, "offsets", TokenizerGoldens.Ranges(golden["offsets"]), encoding.Offsets);
            Check(faults, line, "decoded", [golden["decoded"]!.GetValue<string>()], [tokenizer.Decode(expected)]);
            ids.Clear();
            tokenizer.EncodeIds(System.Text.Encoding.UTF8.GetBytes(text), ids);
            Check(faults, line, "EncodeIds", expected, [.. ids]);
        }

        Assert.Equal(1200, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
    }

    [SharedDataTheory]
    [InlineData("bert-base-uncased", "vocab.txt")]
    [InlineData("roberta-base", "vocab.json")]
    public void Encode_WithoutTokenizerJson_EqualsGolden(string name, string file)
    {
        using var directory = new TemporaryDirectory();
        TokenizerGoldens.UnpackInto(name, directory.Path);
        File.Delete(directory["tokenizer.json"]);
        foreach (string path in (string[])[directory.Path, directory[file]])
        {
            Tokenizer tokenizer = Tokenizer.Load(path);
            var faults = new List<string>();
            int line = 0;
            foreach ((JsonObject input, JsonObject golden) in TokenizerGoldens.Read("lines").Zip(TokenizerGoldens.Read(name)))
            {
                line++;
                TokenEncoding encoding = tokenizer.Encode(input["text"]!.GetValue<string>());
                int[] expected = TokenizerGoldens.Numbers(golden["ids"]);
                Check(faults, line, "ids", expected, encoding.Ids);
                Check(faults, line, "offsets", TokenizerGoldens.Ranges(golden["offsets"]), encoding.Offsets);
                Check(faults, line, "decoded", [golden["decoded"]!.GetValue<string>()], [tokenizer.Decode(expected, skipSpecialTokens: true)]);
            }

            Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
        }
    }

    private static TruncationOptions? ReadTruncation(JsonNode? node) => node is null ? null : new TruncationOptions
    {
        MaxLength = node["maxLength"]!.GetValue<int>(),
        Strategy = Enum.Parse<TruncationStrategy>(node["strategy"]!.GetValue<string>()),
        Stride = node["stride"]!.GetValue<int>(),
        Side = node["direction"]!.GetValue<string>() == "left" ? TextSide.Left : TextSide.Right,
    };

    private static PaddingOptions? ReadPadding(JsonNode? node) => node is null ? null : new PaddingOptions
    {
        Length = node["maxLength"]?.GetValue<int>(),
        Side = node["direction"]?.GetValue<string>() == "left" ? TextSide.Left : TextSide.Right,
        MultipleOf = node["padToMultipleOf"]?.GetValue<int>(),
        TypeId = node["padTypeId"]?.GetValue<int>() ?? 0,
        Id = node["padId"]!.GetValue<int>(),
        Token = node["padToken"]!.GetValue<string>(),
    };

    private static void Compare(List<string> faults, int line, JsonObject expected, TokenEncoding encoding)
    {
        Check(faults, line, "ids", TokenizerGoldens.Numbers(expected["ids"]), encoding.Ids);
        Check(faults, line, "type_ids", TokenizerGoldens.Numbers(expected["type_ids"]), encoding.TypeIds);
        Check(faults, line, "attention_mask", TokenizerGoldens.Numbers(expected["attention_mask"]), encoding.AttentionMask);
        Check(faults, line, "special_tokens_mask", TokenizerGoldens.Numbers(expected["special_tokens_mask"]), encoding.SpecialTokensMask);
        Check(faults, line, "tokens", TokenizerGoldens.Strings(expected["tokens"]), encoding.Tokens);
        Check(faults, line, "offsets", TokenizerGoldens.Ranges(expected["offsets"]), encoding.Offsets);
        Check(faults, line, "word_ids", TokenizerGoldens.Numbers(expected["word_ids"]), encoding.WordIds);
        Check(faults, line, "sequence_ids", TokenizerGoldens.Numbers(expected["sequence_ids"]), encoding.SequenceIds);
    }

    private static void Check<T>(List<string> faults, int line, string what, IReadOnlyList<T> expected, IReadOnlyList<T> actual)
    {
        if (!expected.SequenceEqual(actual))
            faults.Add($"line {line} {what}: expected {string.Join('|', expected.Take(24))} found {string.Join('|', actual.Take(24))}");
    }
}
