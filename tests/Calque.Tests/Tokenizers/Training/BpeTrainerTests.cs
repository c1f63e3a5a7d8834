using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Tests.Support;
using Calque.Tokenizers.Training;
using Xunit;

namespace Calque.Tests.Tokenizers.Training;

public sealed class BpeTrainerTests
{
    [Fact]
    public void Train_ByteLevelWords_GivesTheEntriesAndMergesOfTheOtherTrainer()
    {
        TrainedBpe trained = BpeTrainer.Train(CountWords(byteLevel: true), new BpeTrainerOptions());

        using JsonDocument expected = Read("bpe.json");
        Assert.Equal(Strings(expected, "vocab"), trained.Vocabulary);
        Assert.Equal(Strings(expected, "merges"), trained.Merges.Select(merge => merge.Left + " " + merge.Right));
    }

    [Fact]
    public void Train_ContinuingSubwordPrefix_GivesTheEntriesOfTheOtherTrainer()
    {
        TrainedBpe trained = BpeTrainer.Train(CountWords(byteLevel: false), new BpeTrainerOptions { ContinuingSubwordPrefix = "##" });

        // Equally frequent pairs are merged in an order that changes between the other library's runs: three of its runs have
        // 97.3 to 99.5 % of their entries in common on this text.
        using JsonDocument expected = Read("wordpiece.json");
        string[] entries = Strings(expected, "vocab");
        int common = entries.Intersect(trained.Vocabulary).Count();
        Assert.True(common >= 0.96 * entries.Length && common >= 0.96 * trained.Vocabulary.Count, $"{common} of {entries.Length} and {trained.Vocabulary.Count}");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(500)]
    public void Train_SmallerVocabulary_IsTheBeginningOfTheLargerOne(int size)
    {
        Dictionary<string, long> words = CountWords(byteLevel: true);

        TrainedBpe small = BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = size });
        TrainedBpe large = BpeTrainer.Train(words, new BpeTrainerOptions());

        Assert.Equal(large.Vocabulary.Take(size), small.Vocabulary);
    }

    [Fact]
    public void Train_SpecialTokensAndAlphabet_TakeTheFirstIds()
    {
        TrainedBpe trained = BpeTrainer.Train(
            [new("ab", 3)], new BpeTrainerOptions { SpecialTokens = ["<s>", "<pad>"], InitialAlphabet = ["c"] });

        Assert.Equal(["<s>", "<pad>", "a", "b", "c", "ab"], trained.Vocabulary);
    }

    [Fact]
    public void Train_MinimumFrequency_LeavesRarePairs()
    {
        TrainedBpe trained = BpeTrainer.Train([new("ab", 3), new("cd", 2)], new BpeTrainerOptions { MinimumFrequency = 3 });

        Assert.Equal([new BpeMerge("a", "b")], trained.Merges);
    }

    [Fact]
    public void Train_NoWords_GivesAnEmptyVocabulary()
    {
        Assert.Empty(BpeTrainer.Train([], new BpeTrainerOptions()).Vocabulary);
    }

    [Fact]
    public void Train_VocabularyOfZero_IsRefused()
    {
        Assert.Throws<InvalidOptionException>(() => BpeTrainer.Train([], new BpeTrainerOptions { VocabularySize = 0 }));
    }

    // What the other library's pre-tokenizers cut out of this text: a word takes the space before it, a line break stands alone.
    private static Dictionary<string, long> CountWords(bool byteLevel)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Fixtures.Path("tokenizer-training", "text.txt")))
        {
            string[] words = line[..^1].Split(' ');
            for (int i = 0; i < words.Length; i++)
                Add(byteLevel ? Spell(i == 0 ? words[i] : " " + words[i]) : words[i]);
            Add(".");
            if (byteLevel)
                Add(Spell("\n"));
        }

        return counts;

        void Add(string word) => counts[word] = counts.GetValueOrDefault(word) + 1;
    }

    private static string Spell(string text)
    {
        StringBuilder spelt = new();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            int[] beyond = [.. Enumerable.Range(0, 256).Where(c => !(c is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255)))];
            int place = Array.IndexOf(beyond, b);
            spelt.Append((char)(place < 0 ? b : 256 + place));
        }

        return spelt.ToString();
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Fixtures.Path("tokenizer-training", name)));

    private static string[] Strings(JsonDocument document, string property) =>
        [.. document.RootElement.GetProperty(property).EnumerateArray().Select(item => item.GetString()!)];
}
