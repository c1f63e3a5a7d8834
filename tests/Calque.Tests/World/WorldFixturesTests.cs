using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Vectors;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class WorldFixturesTests
{
    [Fact]
    public async Task RunAsync_DefaultWorld_GivesTheCommittedFilesBitForBit()
    {
        using TemporaryDirectory directory = new();
        EmbeddedWorld.Extract(directory["embedded"]);

        await WorldFiles.RunAsync(new WorldFilesOptions { Output = directory["made"] });

        string[] sums = await File.ReadAllLinesAsync(Path.Combine(directory["embedded"], "SHA256SUMS"));
        Assert.Equal(18, sums.Length);
        Assert.Equal(sums, sums.Select(line => line[66..]).Select(name => Hash(Path.Combine(directory["made"], name)) + "  " + name));
        Assert.Equal(Hash(Path.Combine(directory["made"], "dictionaries", "a-b.tsv")), Hash(Path.Combine(directory["embedded"], "a-b.tsv")));
        string tokenizers = Path.Combine(directory["embedded"], "tokenizers");
        string[] files = Directory.GetFiles(tokenizers, "*", SearchOption.AllDirectories);
        Assert.Equal(9, files.Length);
        foreach (string file in files)
            Assert.Equal(Hash(file), Hash(Path.Combine(directory["made"], "tokenizers", Path.GetRelativePath(tokenizers, file))));
    }

    [Fact]
    public void Extract_TrainedVectors_HaveAWordForNearlyEveryForm()
    {
        using TemporaryDirectory directory = new();
        EmbeddedWorld.Extract(directory.Path);
        ArtificialWorld world = ArtificialWorld.Create();

        foreach ((string file, ArtificialLanguage language) in (KeyValuePair<string, ArtificialLanguage>[])[new("a.bin", world.A), new("b.bin", world.B)])
        {
            using WordVectors vectors = WordVectors.Open(directory[file]);
            Assert.True(vectors.HasSubwords);
            Assert.Equal(24, vectors.Dimension);
            string[] words = [.. Enumerable.Range(0, vectors.Count).Select(vectors.GetWord)];
            Assert.Equal(
                new HashSet<string> { "</s>", ".", language.Conjunction }, [.. words.Where(word => !language.Lexicon.Contains(word))]);
            Assert.True(words.Length > 0.9 * language.Lexicon.Forms.Count, $"{words.Length} of {language.Lexicon.Forms.Count} forms");
        }
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
