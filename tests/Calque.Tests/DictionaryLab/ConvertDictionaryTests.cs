using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.DictionaryLab;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.DictionaryLab;

public sealed class ConvertDictionaryTests
{
    private const string Text = "Mill\tkinu\t0.5\nput out\tzima\nriver\tmto\t0.9\nstream\tmto\t0.9\nstream\tkijito\nriver\tmto\nMILL\tkinu\nthe\tx\n";

    [Fact]
    public async Task RunAsync_ToTabs_KeepsEveryPairAndItsQuality()
    {
        using TemporaryDirectory directory = new();
        await Convert(directory, new ConvertDictionaryOptions { Dictionary = directory["d.txt"], Output = directory["o.txt"] });

        Assert.Equal(Text, File.ReadAllText(directory["o.txt"]));
    }

    [Fact]
    public async Task RunAsync_ToMuse_WritesLowerCaseSingleWordsOnce()
    {
        using TemporaryDirectory directory = new();
        DictionaryConversionResult result = await Convert(
            directory, new ConvertDictionaryOptions { Dictionary = directory["d.txt"], Output = directory["o.txt"], Format = DictionaryFormat.Muse });

        Assert.Equal("mill kinu\nriver mto\nstream mto\nstream kijito\nthe x\n", File.ReadAllText(directory["o.txt"]));
        Assert.Equal(1, result.LeftOut["several words"]);
        Assert.Equal(2, result.LeftOut["repeated"]);
    }

    [Fact]
    public async Task RunAsync_WithAThreshold_LeavesOutWhatIsBelow()
    {
        using TemporaryDirectory directory = new();
        await Convert(directory, new ConvertDictionaryOptions { Dictionary = directory["d.txt"], Output = directory["o.txt"], QualityThreshold = 0.6, Swap = true });

        Assert.StartsWith("zima\tput out\nmto\triver\t0.9\n", File.ReadAllText(directory["o.txt"]), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Anchors_TakesOneSourceWordATargetWordByTheRule()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["s.txt"], "The\n");
        await Convert(
            directory, new ConvertDictionaryOptions { Dictionary = directory["d.txt"], Output = directory["o.txt"], Anchors = true, StopWords = directory["s.txt"] });

        // mto: river and stream have one quality, and river fewer translations. kinu: the line with a quality.
        Assert.Equal("Mill\tkinu\t0.5\nriver\tmto\t0.9\nstream\tkijito\n", File.ReadAllText(directory["o.txt"]));
    }

    [Fact]
    public async Task RunAsync_Sample_DrawsBySeedAndKeepsTheOrder()
    {
        using TemporaryDirectory directory = new();
        string text = string.Concat(Enumerable.Range(0, 200).Select(i => $"s{i:D3}\tt{i:D3}\n"));
        string[] drawn = new string[3];
        for (int run = 0; run < 3; run++)
        {
            ConvertDictionaryOptions options = new()
            {
                Dictionary = directory["d.txt"],
                Output = directory["o.txt"],
                Sample = 50,
                Seed = run == 2 ? 2UL : 1UL,
                Overwrite = true,
            };
            await Convert(directory, options, text);
            drawn[run] = File.ReadAllText(directory["o.txt"]);
        }

        string[] lines = drawn[0].TrimEnd('\n').Split('\n');
        Assert.Equal(50, lines.Length);
        Assert.Equal(lines.Order(System.StringComparer.Ordinal), lines);
        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(drawn[0], drawn[2]);
    }

    [Fact]
    public async Task RunAsync_NothingLeft_SaysWhyAndWritesNothing()
    {
        using TemporaryDirectory directory = new();

        InvalidDictionaryException error = await Assert.ThrowsAsync<InvalidDictionaryException>(() => Convert(
            directory, new ConvertDictionaryOptions { Dictionary = directory["d.txt"], Output = directory["o.txt"], Format = DictionaryFormat.Space }, "put out\tzima\n"));
        Assert.Contains("1 several words", error.Found, System.StringComparison.Ordinal);
        Assert.False(File.Exists(directory["o.txt"]));
    }

    private static Task<DictionaryConversionResult> Convert(TemporaryDirectory directory, ConvertDictionaryOptions options, string text = Text)
    {
        File.WriteAllText(directory["d.txt"], text);
        return ConvertDictionary.RunAsync(options);
    }
}
