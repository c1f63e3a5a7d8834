using System;
using System.Linq;
using System.Text;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

public sealed class AhoCorasickTests
{
    [Fact]
    public void Find_DrawnKeys_IsTheLongestOfTheLeftmostMatches()
    {
        ulong state = 3;
        int Draw(int bound)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return (int)((state >> 33) % (ulong)bound);
        }

        for (int round = 0; round < 300; round++)
        {
            string[] keys = [.. Enumerable.Range(0, 1 + Draw(8)).Select(_ => string.Concat(Enumerable.Range(0, 1 + Draw(6)).Select(_ => "ab"[Draw(2)])))];
            var matcher = new AhoCorasick([.. keys.Select(Encoding.UTF8.GetBytes)], [.. Enumerable.Range(0, keys.Length)]);
            string text = string.Concat(Enumerable.Range(0, Draw(40)).Select(_ => "abc"[Draw(12) == 0 ? 2 : Draw(2)]));
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            for (int from = 0; from <= text.Length; from++)
            {
                int expectedStart = -1;
                string longest = "";
                for (int start = from; start < text.Length && expectedStart < 0; start++)
                {
                    longest = keys.Where(key => string.CompareOrdinal(text, start, key, 0, key.Length) == 0).OrderByDescending(key => key.Length).FirstOrDefault("");
                    if (longest.Length > 0)
                        expectedStart = start;
                }

                int found = matcher.Find(bytes, from, out int foundStart, out int foundEnd);
                Assert.Equal(expectedStart, foundStart);
                Assert.Equal(expectedStart < 0 ? -1 : Array.IndexOf(keys, longest), found);
                if (expectedStart >= 0)
                    Assert.Equal(expectedStart + longest.Length, foundEnd);
            }
        }
    }
}
