using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Calque.Text;
using Xunit;

namespace Calque.Tests.Text;

public class GraphemeClustersTests
{
    [Theory]
    [InlineData("abc", "a|b|c")]
    [InlineData("\r\n\n", "\r\n|\n")]
    [InlineData("e\u0301x", "e\u0301|x")]
    [InlineData("\u1112\u1161\u11ab\uac00", "\u1112\u1161\u11ab|\uac00")]
    [InlineData("\U0001F1E8\U0001F1ED\U0001F1E8", "\U0001F1E8\U0001F1ED|\U0001F1E8")]
    [InlineData("\U0001F468\u200D\U0001F469x", "\U0001F468\u200D\U0001F469|x")]
    [InlineData("a\u200D\U0001F469", "a\u200D|\U0001F469")]
    [InlineData("\u0600a", "\u0600a")]
    [InlineData("\u0000\u0301", "\u0000|\u0301")]
    public void FindEnd_KnownClusters_PartsThem(string text, string expected) => Assert.Equal(expected, Split(text));

    [UnicodeFileFact("auxiliary/GraphemeBreakTest.txt")]
    public void FindEnd_UnicodesOwnTest_HoldsOnEveryLine()
    {
        int lines = 0;
        string path = UnicodeFileFactAttribute.Find("auxiliary/GraphemeBreakTest.txt")!;
        foreach (string line in File.ReadLines(path).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            var text = new StringBuilder();
            var expected = new StringBuilder();
            foreach (string part in line.Split(' ').Skip(1).SkipLast(1))
            {
                if (part == "÷")
                    expected.Append('|');
                if (part is "÷" or "×")
                    continue;
                string character = char.ConvertFromUtf32(Convert.ToInt32(part, 16));
                text.Append(character);
                expected.Append(character);
            }

            Assert.Equal(expected.ToString(), Split(text.ToString()));
            lines++;
        }

        Assert.True(lines > 500);
    }

    private static string Split(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var clusters = new List<string>();
        for (int start = 0; start < utf8.Length;)
        {
            int end = GraphemeClusters.FindEnd(utf8, start);
            clusters.Add(Encoding.UTF8.GetString(utf8.AsSpan(start, end - start)));
            start = end;
        }

        return string.Join('|', clusters);
    }
}
