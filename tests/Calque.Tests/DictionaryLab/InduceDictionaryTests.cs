using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.DictionaryLab;
using Calque.Tests.Support;
using Calque.Vectors;
using Calque.World;
using Xunit;

namespace Calque.Tests.DictionaryLab;

public sealed class InduceDictionaryTests
{
    [Fact]
    public async Task RunAsync_OnTheWorld_FindsTranslationsAndWritesThemReadably()
    {
        using TemporaryDirectory directory = new();
        string[] vectors = Align(directory);
        DictionaryInductionResult result = await InduceDictionary.RunAsync(new InduceDictionaryOptions
        {
            Alignment = directory["a.safetensors"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = vectors[1],
            Output = directory["o.txt"],
            Exclude = directory["d.txt"],
            Count = 500,
            Threads = 2,
        });
        BilingualDictionary written = BilingualDictionary.Read(directory["o.txt"]);

        Assert.Equal(500, result.Pairs.Count);
        Assert.Equal(result.Pairs.Select(pair => new TranslationPair(pair.Source, pair.Target, 0) { Quality = pair.Score }), written.Pairs.Select(pair => pair with { Line = 0 }));
        Assert.All(result.Pairs, pair => Assert.Equal((1, 1), (pair.ForwardRank, pair.BackwardRank)));
        Assert.All(result.Pairs, pair => Assert.True(pair.Margin >= 0));
        Assert.True(result.Pairs.Count(pair => LabWorld.Default.Gold.IsTranslation(pair.Source, pair.Target)) >= 475);
        Assert.True(result.Excluded > 0);
        Assert.DoesNotContain(BilingualDictionary.Read(directory["d.txt"]).Pairs, known => result.Pairs.Any(pair => pair.Source == known.Source && pair.Target == known.Target));
    }

    [Fact]
    public async Task RunAsync_LargerRanks_AddsPairsWithThem()
    {
        using TemporaryDirectory directory = new();
        string[] vectors = Align(directory);
        InduceDictionaryOptions options = new()
        {
            Alignment = directory["a.safetensors"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = vectors[1],
            Output = directory["o.txt"],
            VocabularyLimit = 500,
            Overwrite = true,
        };
        DictionaryInductionResult one = await InduceDictionary.RunAsync(options);
        DictionaryInductionResult three = await InduceDictionary.RunAsync(options with { MaxRank = 3 });

        Assert.Equal(one.Pairs, three.Pairs.Where(pair => pair is { ForwardRank: 1, BackwardRank: 1 }));
        Assert.Contains(three.Pairs, pair => pair.ForwardRank == 3);
        Assert.Contains(three.Pairs, pair => pair.BackwardRank == 3);
    }

    [Fact]
    public async Task RunAsync_VectorsOfAnotherDimension_SaysBoth()
    {
        using TemporaryDirectory directory = new();
        string[] vectors = Align(directory);
        TinyVectors.Write(directory["x.vec"], TinyVectors.Hashed(3, "x", "y"));

        InvalidVectorsException error = await Assert.ThrowsAsync<InvalidVectorsException>(() => InduceDictionary.RunAsync(new InduceDictionaryOptions
        {
            Alignment = directory["a.safetensors"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = directory["x.vec"],
            Output = directory["o.txt"],
        }));
        Assert.Equal("3 dimensions", error.Found);
        Assert.False(File.Exists(directory["o.txt"]));
    }

    private static string[] Align(TemporaryDirectory directory)
    {
        string[] paths = LabWorld.Default.WriteVectors(directory);
        LabWorld.Write(directory["d.txt"], LabWorld.Default.Spoil(1000, new DictionaryErrors()));
        using WordVectors source = WordVectors.Open(paths[0]), target = WordVectors.Open(paths[1]);
        VocabularyVectors a = VocabularyVectors.Load(source), b = VocabularyVectors.Load(target);
        SeedPairs pairs = SeedPairs.Select(BilingualDictionary.Read(directory["d.txt"]), a, b);
        SpaceAlignmentFile.Save(AlignSpaces.Fit(a, b, pairs).Alignment, directory["a.safetensors"]);
        return paths;
    }
}
