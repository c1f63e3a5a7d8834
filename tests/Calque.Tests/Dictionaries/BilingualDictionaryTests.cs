using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using Calque.Dictionaries;
using Calque.Formats.Tabular;
using Calque.Tests.Support;
using Calque.Tests.Vectors;
using Xunit;

namespace Calque.Tests.Dictionaries;

public sealed class BilingualDictionaryTests
{
    [Fact]
    public void Read_TabSeparated_KeepsLinesAndSidesOfSeveralWords()
    {
        BilingualDictionary dictionary = Read("the mill\tdie Mühle\nriver\tFluß\n");
        Assert.Equal([new TranslationPair("the mill", "die Mühle", 1), new TranslationPair("river", "Fluß", 2)], dictionary.Pairs);
        Assert.Equal("tab-separated", dictionary.Format);
        Assert.Equal(2, dictionary.LinesRead);
        Assert.Empty(dictionary.Skipped);
    }

    [Theory]
    [InlineData("mill kinu\nriver mto\n")]
    [InlineData("mill   kinu\nriver  mto")]
    [InlineData("\uFEFFmill kinu\r\nriver mto\r\n")]
    [InlineData(" mill kinu \nriver\u3000mto\n")]
    public void Read_SpaceSeparated_IsReadInAllItsForms(string text)
    {
        BilingualDictionary dictionary = Read(text);
        Assert.Equal([new TranslationPair("mill", "kinu", 1), new TranslationPair("river", "mto", 2)], dictionary.Pairs);
        Assert.Equal("space-separated", dictionary.Format);
    }

    [Fact]
    public void Read_LinesThatAreNoPairs_AreKeptWithNumberAndReason()
    {
        byte[] text =
        [
            .. "mill\tkinu\n\nalone\nput out fire zima\n\tempty\nempty\t \na\tb\t0.5\na\tb\tc\na\tb\t1\tx\n"u8,
            .. "bad\t"u8, 0xFF, .. "\nlone\t\t\n  \t \nriver mto\n"u8,
        ];
        BilingualDictionary dictionary = Read(text);
        Assert.Equal(
            [new("mill", "kinu", 1), new("a", "b", 7) { Quality = 0.5 }, new("river", "mto", 13)],
            dictionary.Pairs);
        Assert.Equal(
            [
                new SkippedLine(2, SkippedLineReason.Empty),
                new SkippedLine(3, SkippedLineReason.OneField),
                new SkippedLine(4, SkippedLineReason.MoreThanTwoFields),
                new SkippedLine(5, SkippedLineReason.EmptySide),
                new SkippedLine(6, SkippedLineReason.EmptySide),
                new SkippedLine(8, SkippedLineReason.MoreThanTwoColumns),
                new SkippedLine(9, SkippedLineReason.MoreThanTwoColumns),
                new SkippedLine(10, SkippedLineReason.InvalidUtf8),
                new SkippedLine(11, SkippedLineReason.EmptySide),
                new SkippedLine(12, SkippedLineReason.Empty),
            ],
            dictionary.Skipped);
        Assert.Equal(13, dictionary.LinesRead);
        Assert.Equal("mixed tabs and spaces", dictionary.Format);
        Assert.StartsWith("3 with an empty side, 2 empty, 2 with more than two columns", dictionary.DescribeSkipped(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RepeatedLines_AreAllKept() => Assert.Equal(3, Read("a b\na b\na c\n").Pairs.Count);

    [Fact]
    public void Read_Gzip_IsUnpacked()
    {
        using TemporaryDirectory directory = new();
        using (FileStream goal = File.Create(directory["d.txt.gz"]))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write("mill\tkinu\n"u8);
        Assert.Equal([new TranslationPair("mill", "kinu", 1)], BilingualDictionary.Read(directory["d.txt.gz"]).Pairs);
        using (FileStream goal = File.Open(directory["d.txt.gz"], FileMode.Append))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write("river\tmto\n"u8);
        Assert.Equal(2, BilingualDictionary.Read(directory["d.txt.gz"]).Pairs.Count);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("\n\n", "no pair in 2 lines (2 empty)")]
    [InlineData("one\ntwo\n\n", "no pair in 3 lines (2 with one field, 1 empty)")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer")]
    [InlineData("<!doctype html>\n<p>a b</p>", "web page")]
    public void Read_NoPairs_SaysHowManyLinesAndWhy(string text, string found)
    {
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(() => Read(text));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void Read_Utf16_IsNamed()
    {
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(() => Read([0xFF, 0xFE, (byte)'a', 0, (byte)' ', 0, (byte)'b', 0]));
        Assert.Contains("UTF-16", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_NamesIt()
    {
        using TemporaryDirectory directory = new();
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(() => BilingualDictionary.Read(directory["none.txt"]));
        Assert.Equal(directory["none.txt"], error.Place);
        Assert.Contains("no such file", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomBytes_IsReadOrRefused()
    {
        int refused = 0;
        foreach (byte[] bytes in BrokenFile.Noise(300, 77))
        {
            try
            {
                Assert.NotEmpty(Read(bytes).Pairs);
            }
            catch (InvalidDictionaryException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 300);
    }

    [SharedDataTheory]
    [InlineData("french", 64_079)]
    [InlineData("german", 60_708)]
    [InlineData("swahili", 5_325)]
    [InlineData("uyghur", 1_131)]
    public void Read_DictionaryOfWechsel_EveryLineIsAPair(string name, int lines)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(Fixtures.Shared("dictionaries", "wechsel", name + ".txt.gz"));
        Assert.Equal(lines, dictionary.LinesRead);
        Assert.Equal(lines, dictionary.Pairs.Count);
        Assert.Empty(dictionary.Skipped);
        if (name == "french")
            Assert.Equal(new TranslationPair("friend", "padna", 48_641), dictionary.Pairs[48_640]);
    }

    private static BilingualDictionary Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static BilingualDictionary Read(byte[] text)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["dictionary.txt"], text);
        return BilingualDictionary.Read(directory["dictionary.txt"]);
    }
}
