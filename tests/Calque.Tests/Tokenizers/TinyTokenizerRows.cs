using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Tokenizers;

namespace Calque.Tests.Tokenizers;

/// <summary>Rows of {name, tokenizer, inputs, outputs}: a tokenizer of a few tokens and what another library makes of some texts.</summary>
internal static class TinyTokenizerRows
{
    /// <summary>Loads the row's tokenizer and compares every output; what differs is added to the faults.</summary>
    public static void Compare(JsonObject row, string file, int line, List<string> faults)
    {
        string name = row["name"]!.GetValue<string>();
        File.WriteAllText(file, row["tokenizer"]!.ToJsonString());
        if (row.ContainsKey("load_error"))
        {
            try
            {
                Tokenizer.Load(file);
                faults.Add($"{line} {name}: loads, but should not: {row["load_error"]}");
            }
            catch (InvalidTokenizerException)
            {
                // As expected.
            }

            return;
        }

        Tokenizer tokenizer;
        try
        {
            tokenizer = Tokenizer.Load(file);
        }
        catch (InvalidTokenizerException error)
        {
            faults.Add($"{line} {name}: {error.Message}");
            return;
        }

        foreach ((JsonNode? input, JsonNode? output) in row["inputs"]!.AsArray().Zip(row["outputs"]!.AsArray()))
        {
            string text = input![0]!.GetValue<string>();
            string? pair = input.AsArray().Count > 1 ? input[1]!.GetValue<string>() : null;
            string place = $"{line} {name}: {input.ToJsonString()}";
            try
            {
                TokenEncoding encoding = tokenizer.Encode(new TextInput(text, pair));
                if (output!["error"] is not null)
                {
                    faults.Add($"{place}: expected the error {output["error"]}");
                    continue;
                }

                var ids = new List<int>();
                tokenizer.EncodeIds(System.Text.Encoding.UTF8.GetBytes(text), ids);
                int[] plain = tokenizer.Encode(new TextInput(text), new EncodeOptions { AddSpecialTokens = false }).Ids;
                if (!ids.SequenceEqual(plain))
                    faults.Add($"{place}: EncodeIds {string.Join(',', ids)} but Encode {string.Join(',', plain)}");
                string found = Describe(encoding, tokenizer.Decode(encoding.Ids));
                string expected = Describe(output);
                if (found != expected)
                    faults.Add($"{place}:\n  expected {expected}\n  found    {found}");
            }
            catch (CalqueException error) when (output!["error"] is not null && error is InvalidTokenizerException)
            {
                // As expected.
            }
            catch (CalqueException error)
            {
                faults.Add($"{place}: {error.Message}");
            }
        }
    }

    private static string Describe(TokenEncoding encoding, string decoded) => Describe(encoding.Ids, encoding.TypeIds, encoding.AttentionMask,
        encoding.SpecialTokensMask, encoding.Tokens, encoding.Offsets, encoding.WordIds, encoding.SequenceIds, decoded);

    private static string Describe(JsonNode output) => Describe(TokenizerGoldens.Numbers(output["ids"]), TokenizerGoldens.Numbers(output["type_ids"]),
        TokenizerGoldens.Numbers(output["attention_mask"]), TokenizerGoldens.Numbers(output["special_tokens_mask"]), TokenizerGoldens.Strings(output["tokens"]),
        TokenizerGoldens.Ranges(output["offsets"]), TokenizerGoldens.Numbers(output["word_ids"]), TokenizerGoldens.Numbers(output["sequence_ids"]),
        output["decoded"]!.GetValue<string>());

    private static string Describe(int[] ids, int[] types, int[] attention, int[] special, string[] tokens, TextRange[] offsets, int[] words, int[] sequences, string decoded) =>
        $"ids {string.Join(',', ids)} types {string.Join(',', types)} attention {string.Join(',', attention)} special {string.Join(',', special)} " +
        $"tokens {string.Join('|', tokens)} offsets {string.Join(',', offsets.Select(range => $"{range.Start}-{range.End}"))} words {string.Join(',', words)} " +
        $"sequences {string.Join(',', sequences)} decoded [{decoded}]";
}
