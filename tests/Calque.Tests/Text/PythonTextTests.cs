using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Tests.Support;
using Calque.Text;
using Xunit;

namespace Calque.Tests.Text;

/// <summary>Casing, stripping and normalisation against Python's answers (tests/fixtures/text).</summary>
public class PythonTextTests
{
    [Fact]
    public void Lower_PythonsTexts_AnswersAsPython() => AssertEqual("lower", PythonCasing.Lower);

    [Fact]
    public void Upper_PythonsTexts_AnswersAsPython() => AssertEqual("upper", PythonCasing.Upper);

    [Fact]
    public void Title_PythonsTexts_AnswersAsPython() => AssertEqual("title", PythonCasing.Title);

    [Fact]
    public void Strip_PythonsTexts_AnswersAsPython() => AssertEqual("strip", PythonWhiteSpace.Strip);

    [Fact]
    public void Nfc_PythonsTexts_AnswersAsPython() => AssertEqual("nfc", UnicodeNormalization.Nfc);

    [Fact]
    public void Nfd_PythonsTexts_AnswersAsPython() => AssertEqual("nfd", UnicodeNormalization.Nfd);

    [Fact]
    public void Nfkc_PythonsTexts_AnswersAsPython() => AssertEqual("nfkc", UnicodeNormalization.Nfkc);

    [Fact]
    public void Nfkd_PythonsTexts_AnswersAsPython() => AssertEqual("nfkd", UnicodeNormalization.Nfkd);

    [Theory]
    [InlineData("İ", "i\u0307")]
    [InlineData("ΟΔΟΣ", "οδο\u03C2")]
    [InlineData("Σ", "σ")]
    [InlineData("I", "i")]
    public void Lower_PitfallsOfCasing_FollowUnicode(string text, string expected) => Assert.Equal(expected, PythonCasing.Lower(text));

    [Theory]
    [InlineData("o'neil", "O'Neil")]
    [InlineData("NATO", "Nato")]
    [InlineData("3rd", "3Rd")]
    [InlineData("ß", "Ss")]
    [InlineData("i", "I")]
    public void Title_PitfallsOfCasing_FollowPython(string text, string expected) => Assert.Equal(expected, PythonCasing.Title(text));

    [Fact]
    public void Lower_LoneSurrogate_StaysAsItIs() => Assert.Equal("a\uD800b", PythonCasing.Lower("A\uD800B"));

    private static void AssertEqual(string field, Func<string, string> function)
    {
        var wrong = new List<string>();
        int count = 0;
        using Stream packed = File.OpenRead(Fixtures.Path("text", "texts.jsonl.gz"));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is string line)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string text = row.RootElement.GetProperty("text").GetString()!, expected = row.RootElement.GetProperty(field).GetString()!;
            if (!string.Equals(function(text), expected, StringComparison.Ordinal))
                wrong.Add($"{Show(text)}: {Show(function(text))}, Python {Show(expected)}");
            count++;
        }

        Assert.True(count > 500);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differences:\n{string.Join('\n', wrong.Take(10))}");
    }

    private static string Show(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
}
