using System;
using System.IO;
using System.Linq;
using Calque.Text;
using Xunit;

namespace Calque.Tests.Text;

public class UnicodeNormalizationTests
{
    /// <summary>Unicode's own test; Debian's unicode-data has the file packed, so unpack it and set CALQUE_UNICODE_DATA to its folder.</summary>
    [UnicodeFileFact("NormalizationTest.txt")]
    public void Normalize_UnicodesOwnTest_HoldsOnEveryLine()
    {
        int lines = 0;
        foreach (string line in File.ReadLines(UnicodeFileFactAttribute.Find("NormalizationTest.txt")!))
        {
            if (line.Length == 0 || line[0] is '#' or '@')
                continue;
            string[] c = [.. line.Split(';').Take(5).Select(Decode)];
            Check(UnicodeForm.Nfc, c[1], c[0], c[1], c[2]);
            Check(UnicodeForm.Nfc, c[3], c[3], c[4]);
            Check(UnicodeForm.Nfd, c[2], c[0], c[1], c[2]);
            Check(UnicodeForm.Nfd, c[4], c[3], c[4]);
            Check(UnicodeForm.Nfkc, c[3], c);
            Check(UnicodeForm.Nfkd, c[4], c);
            lines++;
        }

        Assert.True(lines > 19_000);
    }

    [Theory]
    [InlineData(UnicodeForm.Nfc, "e\u0301", "\u00e9")]
    [InlineData(UnicodeForm.Nfd, "\u00e9", "e\u0301")]
    [InlineData(UnicodeForm.Nfkc, "\ufb01\u0301", "f\u00ed")]
    [InlineData(UnicodeForm.Nfkd, "\u1e9b\u0323", "s\u0323\u0307")]
    [InlineData(UnicodeForm.Nfc, "\u1112\u1161\u11ab", "\ud55c")]
    [InlineData(UnicodeForm.Nfd, "\ud55c", "\u1112\u1161\u11ab")]
    [InlineData(UnicodeForm.Nfc, "\u0958", "\u0915\u093c")]
    [InlineData(UnicodeForm.Nfc, "x\u0344\u0323", "\u1e8d\u0323\u0301")]
    [InlineData(UnicodeForm.Nfc, "\u0301a\u0301", "\u0301\u00e1")]
    [InlineData(UnicodeForm.Nfkc, "", "")]
    public void Normalize_KnownPairs_GiveTheForm(UnicodeForm form, string text, string expected) =>
        Assert.Equal(expected, UnicodeNormalization.Normalize(text, form), StringComparer.Ordinal);

    [Fact]
    public void Nfc_ManyMarksInARow_StaysLinearAndStable()
    {
        // Alternating classes; a stable sort must keep the order within each.
        string marks = string.Concat(Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? "\u0301" : "\u0323"));
        string expected = "q" + new string('\u0323', 10_000) + new string('\u0301', 10_000);
        Assert.Equal(expected, UnicodeNormalization.Nfd("q" + marks), StringComparer.Ordinal);
    }

    [Fact]
    public void Nfc_LoneSurrogate_BecomesTheReplacementCharacter() => Assert.Equal("\ufffd\u00e9", UnicodeNormalization.Nfc("\ud800e\u0301"));

    private static void Check(UnicodeForm form, string expected, params string[] texts)
    {
        foreach (string text in texts)
            Assert.Equal(expected, UnicodeNormalization.Normalize(text, form), StringComparer.Ordinal);
    }

    private static string Decode(string field) =>
        string.Concat(field.Split(' ').Select(code => char.ConvertFromUtf32(Convert.ToInt32(code, 16))));
}
