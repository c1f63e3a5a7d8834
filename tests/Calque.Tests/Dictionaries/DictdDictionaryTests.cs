using System;
using System.IO;
using System.Linq;
using Calque.Dictionaries;
using Calque.Formats.Tabular;
using Calque.Tests.Support;
using Calque.Tests.Vectors;
using Xunit;

namespace Calque.Tests.Dictionaries;

public sealed class DictdDictionaryTests
{
    [Theory]
    [InlineData("tiny.index")]
    [InlineData("tiny.dict.dz")]
    [InlineData("tiny")]
    public void Read_AnyOfItsNames_GivesEveryGlossWithItsIndexLine(string name)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(Fixtures.Path("dictd", name));
        Assert.Equal("dictd", dictionary.Format);
        Assert.Equal(File.ReadAllLines(Fixtures.Path("dictd", "expected.tsv")), dictionary.Pairs.Select(pair => $"{pair.Line}\t{pair.Source}\t{pair.Target}"));
        Assert.Equal(
            [SkippedLineReason.AboutTheDictionary, SkippedLineReason.AboutTheDictionary, SkippedLineReason.NoTranslation],
            dictionary.Skipped.Select(line => line.Reason));
    }

    [Fact]
    public void Read_UncompressedText_GivesTheSamePairs()
    {
        using TemporaryDirectory directory = Copy(out string index);
        byte[] text = Unpack();
        File.Delete(directory["tiny.dict.dz"]);
        File.WriteAllBytes(directory["tiny.dict"], text);
        Assert.Equal(BilingualDictionary.Read(Fixtures.Path("dictd", "tiny")).Pairs, BilingualDictionary.Read(index).Pairs);
        Assert.Equal(BilingualDictionary.Read(index).Pairs, BilingualDictionary.Read(directory["tiny.dict"]).Pairs);
    }

    [Fact]
    public void Read_LinesThatPointNowhere_AreSkippedWithTheirReason()
    {
        using TemporaryDirectory directory = Copy(out string index);
        string good = File.ReadAllLines(index)[2];
        File.WriteAllText(index, good + "\n\nno tabs\nword\tA\nword\t?\tB\nword\t//////\t//////\nword\tA\tzzzzzzz\n\tA\tB\n");
        BilingualDictionary dictionary = BilingualDictionary.Read(index);
        Assert.All(dictionary.Pairs, pair => Assert.Equal(1, pair.Line));
        Assert.Equal(
            [
                SkippedLineReason.Empty, SkippedLineReason.MalformedIndexLine, SkippedLineReason.MalformedIndexLine, SkippedLineReason.MalformedIndexLine,
                SkippedLineReason.OutsideOfText, SkippedLineReason.MalformedIndexLine, SkippedLineReason.EmptySide,
            ],
            dictionary.Skipped.Select(line => line.Reason));
    }

    [Theory]
    [InlineData("tiny.index", "no .index")]
    [InlineData("tiny.dict.dz", "no .dict")]
    public void Read_OneFileMissing_NamesTheOther(string missing, string found)
    {
        using TemporaryDirectory directory = Copy(out _);
        File.Delete(directory[missing]);
        string left = missing == "tiny.index" ? "tiny.dict.dz" : "tiny.index";
        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(() => BilingualDictionary.Read(directory[left]));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CompressedTextCutAnywhere_IsRefused()
    {
        using TemporaryDirectory directory = Copy(out string index);
        byte[] whole = File.ReadAllBytes(directory["tiny.dict.dz"]);
        foreach (byte[] cut in BrokenFile.Cuts(whole).Where((_, number) => number % 5 == 0))
        {
            File.WriteAllBytes(directory["tiny.dict.dz"], cut);
            Assert.Throws<InvalidDictionaryException>(() => BilingualDictionary.Read(index));
        }
    }

    [Fact]
    public void Read_DamagedIndexOrText_IsReadOrRefused()
    {
        foreach (string file in (string[])["tiny.index", "tiny.dict.dz"])
        {
            using TemporaryDirectory directory = Copy(out string index);
            foreach (byte[] bytes in BrokenFile.Flips(File.ReadAllBytes(directory[file]), 200, 31))
            {
                File.WriteAllBytes(directory[file], bytes);
                try
                {
                    Assert.NotEmpty(BilingualDictionary.Read(index).Pairs);
                }
                catch (InvalidDictionaryException error)
                {
                    Assert.NotEmpty(error.Place);
                }
            }
        }
    }

    [SharedDataTheory]
    [InlineData("eng-swh", "Africa", "Afrika")]
    [InlineData("eng-swh", "a while", "kitambo")]
    [InlineData("swh-eng", "ajabu", "surprise")]
    [InlineData("swh-eng", "adui", "opponent")]
    [InlineData("swh-eng", "ako", "your")]
    public void Read_FreeDict_HasItsPairs(string name, string source, string target)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(Fixtures.Shared("dictionaries", "freedict", name));
        Assert.Contains(dictionary.Pairs, pair => pair.Source == source && pair.Target == target);
        Assert.DoesNotContain(dictionary.Pairs, pair => pair.Target.Any(character => "<>{}[]()".Contains(character, StringComparison.Ordinal)));
        // All that is left out: the entries about the dictionary, and plurals that only refer to their singular.
        Assert.All(dictionary.Skipped, line => Assert.True(line.Reason is SkippedLineReason.AboutTheDictionary or SkippedLineReason.NoTranslation));
    }

    private static byte[] Unpack()
    {
        using FileStream file = File.OpenRead(Fixtures.Path("dictd", "tiny.dict.dz"));
        using System.IO.Compression.GZipStream zip = new(file, System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream text = new();
        zip.CopyTo(text);
        return text.ToArray();
    }

    private static TemporaryDirectory Copy(out string index)
    {
        TemporaryDirectory directory = new();
        foreach (string name in (string[])["tiny.index", "tiny.dict.dz"])
            File.Copy(Fixtures.Path("dictd", name), directory[name]);
        index = directory["tiny.index"];
        return directory;
    }
}
