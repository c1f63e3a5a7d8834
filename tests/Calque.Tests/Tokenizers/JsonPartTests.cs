using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

/// <summary>The framework's reader is the oracle: the same texts are JSON, with the same values.</summary>
public class JsonPartTests
{
    private static readonly string[] Snippets =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "true", "false", "null", "0", "-1", "12.50", "1e5", "1E-3", "01", "-", "1.", "18446744073709551615",
        "18446744073709551616", "\"a\"", "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\ude00\\ud83d\"", "\"\\n\\t\\\"\\/\"", "\"\\x\"", "\"\\u12g4\"",
        "\"é😀\"", "\"\u0001\"", " ", "\n", "\t", "\u00a0", "\"type\":", "\"a\":", "tru", "nul", "//", "'", "\"\":",
    ];

    [Fact]
    public void TryParse_DrawnTexts_AgreesWithTheFramework()
    {
        var random = new SplitMix(11);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++)
        {
            var text = new StringBuilder();
            if (round % 3 == 0)
                Append(text, random, 0);
            else
            {
                for (int n = random.Next(9); n >= 0; n--)
                    text.Append(Snippets[random.Next(Snippets.Length)]);
            }

            if (round % 3 == 0 && round % 2 == 0 && text.Length > 0)
                text[random.Next(text.Length)] = Snippets[random.Next(Snippets.Length)][0];
            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            accepted += Compare(utf8) ? 1 : 0;
        }

        Assert.InRange(accepted, 5_000, 55_000); // both kinds were drawn
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void TryParse_Nested_StopsWhereTheFrameworkStops(int levels, bool accepted)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels));
        Assert.Equal(accepted, Compare(utf8));
    }

    [Fact]
    public void Parse_CutText_NamesTheLine()
    {
        var error = Assert.ThrowsAny<JsonException>(() => JsonPart.Parse("{\"a\":\n[1, 2"u8));
        Assert.Equal(1, error.LineNumber);
    }

    [Fact]
    public void From_Element_KeepsTheValue()
    {
        using JsonDocument document = JsonDocument.Parse("""{"a":[1,"é",null]}""");
        Assert.Equal("""{"a":[1,"é",null]}""", JsonPart.From(document.RootElement).GetRawText());
        Assert.Equal(JsonKind.Undefined, JsonPart.From(default).ValueKind);
    }

    // Whether both accept the text; all that can be asked of the values is compared.
    private static bool Compare(byte[] utf8)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
        }

        JsonPart? part = JsonPart.TryParse(utf8);
        Assert.True(document is null == part is null, Encoding.UTF8.GetString(utf8));
        if (document is null || part is null)
            return false;
        using (document)
            CompareValues(document.RootElement, part);
        return true;
    }

    private static void CompareValues(JsonElement expected, JsonPart actual)
    {
        Assert.Equal(expected.ValueKind.ToString(), actual.ValueKind.ToString());
        Assert.Equal(expected.GetRawText(), actual.GetRawText());
        Same(() => expected.GetString(), () => actual.GetString());
        Same(() => expected.GetArrayLength(), () => actual.GetArrayLength());
        Same(() => expected.TryGetUInt64(out ulong value) ? value : null, () => actual.TryGetUInt64(out ulong value) ? value : (object?)null);
        Same(() => expected.TryGetInt64(out long value) ? value : null, () => actual.TryGetInt64(out long value) ? value : (object?)null);
        Same(() => expected.TryGetInt32(out int value) ? value : null, () => actual.TryGetInt32(out int value) ? value : (object?)null);
        Same(() => expected.TryGetDouble(out double value) ? value : null, () => actual.TryGetDouble(out double value) ? value : (object?)null);
        foreach (string name in (string[])["a", "type", "", "é"])
            Same(() => expected.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : null, () => actual.TryGetProperty(name, out JsonPart value) ? value.GetRawText() : null);
        if (expected.ValueKind == JsonValueKind.Array)
        {
            foreach ((JsonElement one, JsonPart other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                CompareValues(one, other);
        }

        if (expected.ValueKind == JsonValueKind.Object)
        {
            List<JsonProperty> members = [.. expected.EnumerateObject()];
            Assert.Equal(members.Count, actual.EnumerateObject().Length);
            foreach ((JsonProperty one, JsonMember other) in members.Zip(actual.EnumerateObject()))
            {
                Same(() => one.Name, () => other.Name);
                CompareValues(one.Value, other.Value);
            }
        }
    }

    // The same answer, or both refuse.
    private static void Same(Func<object?> expected, Func<object?> actual) => Assert.Equal(Answer(expected), Answer(actual));

    private static object? Answer(Func<object?> ask)
    {
        try
        {
            return ask();
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }

    private static void Append(StringBuilder text, SplitMix random, int depth)
    {
        switch (random.Next(depth > 4 ? 2 : 4))
        {
            case 0:
                text.Append(random.Next(2) == 0 ? "\"\\u00e9a\"" : "\"\"");
                break;
            case 1:
                text.Append(Snippets[8 + random.Next(7)]);
                break;
            case 2:
                text.Append('[');
                for (int n = random.Next(4), i = 0; i < n; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Append(text, random, depth + 1);
                }

                text.Append(']');
                break;
            default:
                text.Append('{');
                for (int n = random.Next(4), i = 0; i < n; i++)
                {
                    text.Append(i > 0 ? "," : " ").Append(((string[])["\"a\"", "\"type\"", "\"\\u0061\"", "\"é\""])[random.Next(4)]).Append(" :");
                    Append(text, random, depth + 1);
                }

                text.Append('}');
                break;
        }
    }
}
