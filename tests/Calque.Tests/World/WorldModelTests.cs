using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Calque.Formats.HuggingFace;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class WorldModelTests : IDisposable
{
    private static readonly ArtificialWorld World = ArtificialWorld.Create();
    private readonly TemporaryDirectory _directory = new();

    public WorldModelTests() => EmbeddedWorld.Extract(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_Bert_OpensWithTiedHeadAndBias()
    {
        Write("a-wordpiece", WorldModelKind.Bert, "model");

        using ModelDirectory model = ModelDirectory.Open(_directory["model"]);

        Assert.Equal("bert", model.ModelType);
        Assert.True(model.TiesHead);
        Assert.Equal([VocabularyTensorRole.Input, VocabularyTensorRole.Bias], model.VocabularyTensors.Select(tensor => tensor.Role));
        Assert.Equal((4000, 48), (model.EmbeddingRows, model.HiddenSize));
    }

    [Fact]
    public void Write_UntiedGpt2_OpensWithAHeadOfItsOwn()
    {
        Write("a-bytelevel", WorldModelKind.UntiedGpt2, "model");

        using ModelDirectory model = ModelDirectory.Open(_directory["model"]);

        Assert.Equal("gpt2", model.ModelType);
        Assert.False(model.TiesHead);
        Assert.Equal([VocabularyTensorRole.Input, VocabularyTensorRole.Head], model.VocabularyTensors.Select(tensor => tensor.Role));
    }

    [Theory]
    [InlineData("a-wordpiece", WorldModelKind.Bert, 0)]
    [InlineData("a-bytelevel", WorldModelKind.UntiedGpt2, 0)]
    [InlineData("a-bytelevel", WorldModelKind.UntiedGpt2, 1)]
    public void Write_RowsOfWholeWords_AreTheIdealRowsButForTheNoise(string tokenizerName, WorldModelKind kind, int tensor)
    {
        WorldModel truth = Write(tokenizerName, kind, "model");
        HiddenImage image = tensor == 0 ? truth.Input : truth.Output;
        Tokenizer tokenizer = Tokenizer.Load(_directory["model"]);
        using ModelDirectory model = ModelDirectory.Open(_directory["model"]);
        float[] rows = MemoryMarshal.Cast<byte, float>(model.VocabularyTensors[tensor].Tensor.GetBytes(0, 4000 * 48 * 4)).ToArray();

        double squares = 0;
        int values = 0, right = 0, words = 0;
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            TokenSurface surface = tokenizer.GetSurface(id);
            if (!surface.BeginsWord || truth.GetIdealRow(image, World.A, surface.Text) is not double[] ideal)
                continue;
            double[] row = [.. rows.AsSpan(id * 48, 48).ToArray().Select(value => (double)value)];
            squares += row.Zip(ideal, (x, y) => (x - y) * (x - y)).Sum();
            values += 48;
            // The mean of a homonym's two concepts can lie nearer to a third.
            if (World.A.Lexicon.GetConcepts(surface.Text).Count > 1)
                continue;
            words++;
            right += image.FindNearestConcept(row) == World.A.Lexicon.GetConcepts(surface.Text)[0] ? 1 : 0;
        }

        Assert.True(words > 1000, $"{words} whole words");
        // The noise has a standard deviation of 0.1; of 48,000 draws the mean square strays by less than a fiftieth.
        Assert.InRange(squares / values, 0.0098, 0.0102);
        Assert.Equal(words, right);
    }

    [Fact]
    public void Write_PieceOfWords_HasTheMeanOfTheWordsThatContainIt()
    {
        WorldModel truth = WorldModel.Create(World, Tokenizer.Load(_directory["tokenizers/a-wordpiece"]), WorldModelKind.Bert, new WorldModelOptions { Noise = 0 });
        Directory.CreateDirectory(_directory["exact"]);
        truth.Write(_directory["exact"]);
        CopyTokenizer("a-wordpiece", "exact");
        Tokenizer tokenizer = Tokenizer.Load(_directory["exact"]);
        using ModelDirectory model = ModelDirectory.Open(_directory["exact"]);
        // A piece that three words or fewer contain, so that the mean can be worked out from them.
        int piece = Enumerable.Range(5, 3995).First(id => tokenizer.GetToken(id)!.StartsWith("##", StringComparison.Ordinal) && Containing(tokenizer, id).Length is 2 or 3);
        string[] words = Containing(tokenizer, piece);

        double[] weights = [.. words.Select(word => World.A.Lexicon.GetConcepts(word).Sum(concept => World.Space.Concepts[concept].Frequency))];
        ReadOnlySpan<float> row = MemoryMarshal.Cast<byte, float>(model.VocabularyTensors[0].Tensor.GetBytes(piece * 192L, 192));
        for (int j = 0; j < 48; j++)
        {
            double expected = words.Zip(weights, (word, weight) => weight * truth.GetIdealRow(truth.Input, World.A, word)![j]).Sum() / weights.Sum();
            Assert.Equal(expected, row[j], 1e-6);
        }
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        Write("a-wordpiece", WorldModelKind.Bert, "first");
        Write("a-wordpiece", WorldModelKind.Bert, "second");

        foreach (string name in (string[])["config.json", "model.safetensors"])
            Assert.Equal(File.ReadAllBytes(_directory["first/" + name]), File.ReadAllBytes(_directory["second/" + name]));
    }

    [Fact]
    public void Write_TokenizerOfAnotherModel_IsRefused()
    {
        Assert.Throws<InvalidTokenizerException>(() => Write("b-bytelevel", WorldModelKind.Bert, "model"));
    }

    private static string[] Containing(Tokenizer tokenizer, int piece) =>
        [.. World.A.Lexicon.Forms.Where(form => form.IndexOf(tokenizer.GetSurface(piece).Text, 1, StringComparison.Ordinal) > 0)];

    private WorldModel Write(string tokenizer, WorldModelKind kind, string name)
    {
        WorldModel model = WorldModel.Create(World, Tokenizer.Load(_directory["tokenizers/" + tokenizer]), kind);
        Directory.CreateDirectory(_directory[name]);
        model.Write(_directory[name]);
        CopyTokenizer(tokenizer, name);
        return model;
    }

    private void CopyTokenizer(string tokenizer, string name)
    {
        foreach (string file in Directory.GetFiles(_directory["tokenizers/" + tokenizer]))
            File.Copy(file, Path.Combine(_directory[name], Path.GetFileName(file)));
    }
}
