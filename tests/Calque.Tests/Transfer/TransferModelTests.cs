using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.Tests.Support;
using Calque.Transfer;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Transfer;

public sealed class TransferModelTests
{
    [Fact]
    public async Task Strict_TooManyRandomRows_FailsAndWritesNothing()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { Strict = 10 });
        QualityGateException error = await Assert.ThrowsAsync<QualityGateException>(
            () => fixture.RunAsync(options => options with { Strict = 9.9, Output = fixture["strict"] }));
        Assert.Equal(4, error.ExitCode);
        Assert.Contains("10.00 %", error.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(fixture["strict"]));
        Assert.Empty(Directory.GetFileSystemEntries(fixture[""], "*partial*"));
    }

    [Fact]
    public async Task Strict_RowThatIsNotFinite_Fails()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Poison(fixture, float.NaN);
        TransferResult result = await TransferModel.RunAsync(options);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("not finite", StringComparison.Ordinal));
        await Assert.ThrowsAsync<QualityGateException>(() => TransferModel.RunAsync(options with { Strict = 50, Output = fixture["strict"] }));
        Assert.False(Directory.Exists(fixture["strict"]));
    }

    [Fact]
    public async Task NotFiniteSourceRow_StaysOutOfRandomRows()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Poison(fixture, float.PositiveInfinity);
        await TransferModel.RunAsync(options);
        Assert.Equal("random", fixture.Rule(9));
        Assert.All(fixture.Row(9), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public async Task SpecialTokens_AcrossFamilies_AreCopiedByRole()
    {
        using TransferFixture fixture = new();
        fixture.TargetTokenizer = (path, tokens) => TinyTokenizers.ByteLevel(path, tokens);
        fixture.TargetTokens = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġhouse"];
        await fixture.RunAsync();
        string[] partners = ["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]"];
        for (int id = 0; id < partners.Length; id++)
        {
            Assert.Equal("special", fixture.Rule(id));
            Assert.Equal(fixture.SourceRow(Array.IndexOf(fixture.SourceTokens, partners[id])), fixture.Row(id));
        }
    }

    [Fact]
    public async Task SpecialTokens_GivenByHand_ComeFirst()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { SpecialTokens = new Dictionary<string, string> { ["[MASK]"] = "dog", ["blue"] = "[CLS]" } });
        Assert.Equal(fixture.SourceRow(8), fixture.Row(4));
        Assert.Equal(fixture.SourceRow(2), fixture.Row(9));
        InvalidOptionException error = await Assert.ThrowsAsync<InvalidOptionException>(() => fixture.RunAsync(options =>
            options with { SpecialTokens = new Dictionary<string, string> { ["[MASK]"] = "absent" }, Output = fixture["other"] }));
        Assert.Equal("--special-token", error.Place);
    }

    [Fact]
    public async Task RobertaPositions_MoveWithThePaddingId()
    {
        using TransferFixture fixture = new();
        fixture.Model = new TinyModelOptions { ModelType = "roberta", PaddingId = 1, Positions = 16 };
        fixture.SourceTokenizer = (path, tokens) => TinyTokenizers.ByteLevel(path, tokens);
        fixture.TargetTokenizer = fixture.SourceTokenizer;
        fixture.SourceTokens = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġhouse", "Ġdog"];
        fixture.TargetTokens = ["Ġdog", "Ġhouse", "<s>", "</s>", "<pad>", "<unk>", "<mask>"];
        TransferResult result = await fixture.RunAsync();
        string positions = result.Manifest.Tensors.Single(tensor => tensor is { Role: "positions" }).Tensor;
        float[] written = fixture.Read(positions);
        int hidden = fixture.Model.Hidden;
        int rows = written.Length / hidden;
        int before = (int)result.Manifest.Tensors.Single(tensor => tensor.Tensor == positions).Before[0];
        Assert.Equal(before + 3, rows);
        for (int position = 1; position < before - 1; position++)
        {
            for (int column = 0; column < hidden; column++)
                Assert.Equal(TinyModels.Value(positions, ((1 + position) * hidden) + column), written[((4 + position) * hidden) + column]);
        }

        Assert.Equal(4, fixture.Config()["pad_token_id"]!.GetValue<int>());
        Assert.Equal(rows, fixture.Config()["max_position_embeddings"]!.GetValue<int>());
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains(positions, StringComparison.Ordinal));
        Assert.Contains("unchanged but for the table of positions", File.ReadAllText(Path.Combine(fixture.Output, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RobertaPositions_SamePaddingId_AreNotTouched()
    {
        using TransferFixture fixture = new();
        fixture.Model = new TinyModelOptions { ModelType = "roberta", PaddingId = 1 };
        fixture.SourceTokenizer = (path, tokens) => TinyTokenizers.ByteLevel(path, tokens);
        fixture.TargetTokenizer = fixture.SourceTokenizer;
        fixture.SourceTokens = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġhouse"];
        fixture.TargetTokens = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġdog", "Ġhouse"];
        TransferResult result = await fixture.RunAsync();
        Assert.DoesNotContain(result.Manifest.Tensors, tensor => tensor.Role == "positions");
    }

    [Fact]
    public async Task Body_IsCopiedByteForByte()
    {
        using TransferFixture fixture = new();
        TransferResult result = await fixture.RunAsync();
        using ModelDirectory source = ModelDirectory.Open(fixture["model"]);
        using ModelDirectory target = ModelDirectory.Open(fixture.Output);
        HashSet<string> changed = [.. result.Manifest.Tensors.Select(tensor => tensor.Tensor)];
        Assert.Equal(source.Tensors.Select(tensor => tensor.Name).Order(), target.Tensors.Select(tensor => tensor.Name).Order());
        Assert.Equal(source.Tensors.Count - changed.Count, result.Manifest.TensorsCopied);
        foreach (ModelTensor tensor in source.Tensors.Where(tensor => !changed.Contains(tensor.Name)))
        {
            ModelTensor copy = target.Tensors.Single(one => one.Name == tensor.Name);
            Assert.Equal(tensor.GetBytes(0, (int)tensor.Length).ToArray(), copy.GetBytes(0, (int)copy.Length).ToArray());
        }
    }

    [Fact]
    public async Task RandomMethod_NeedsNoVectorsAndDrawsEveryRow()
    {
        using TransferFixture fixture = new();
        TransferResult result = await fixture.RunAsync(options => options with
        {
            Method = "random",
            SourceEmbeddings = null,
            TargetEmbeddings = null,
            Dictionary = null,
            Body = ModelBody.Random,
        });
        Assert.Equal(100, result.Manifest.RandomPercent);
        Assert.Equal(0, result.Manifest.TensorsCopied);
        Assert.Contains(result.Manifest.Tensors, tensor => tensor.Role == "body");
        using ModelDirectory source = ModelDirectory.Open(fixture["model"]);
        ModelTensor body = source.Tensors.First(tensor => tensor.Shape.Count == 2 && result.Manifest.Tensors.Any(change => change.Role == "body" && change.Tensor == tensor.Name));
        float[] drawn = fixture.Read(body.Name);
        Assert.All(drawn, value => Assert.InRange(Math.Abs(value), 1e-9f, 0.2f));
    }

    [Fact]
    public async Task RandomRows_FollowMeanAndDeviationOfTheSource()
    {
        using TransferFixture fixture = new();
        string[] many = [.. Enumerable.Range(0, 4000).Select(i => $"w{i}")];
        fixture.TargetTokens = ["[UNK]", .. many];
        await fixture.RunAsync(options => options with { Method = "random" });
        float[] rows = fixture.Read(fixture.EmbeddingName);
        int hidden = fixture.Model.Hidden;
        for (int column = 0; column < hidden; column++)
        {
            double[] source = [.. Enumerable.Range(0, fixture.SourceTokens.Length).Select(id => (double)fixture.SourceRow(id)[column])];
            double mean = source.Average();
            double deviation = Math.Sqrt(source.Average(value => (value - mean) * (value - mean)));
            double[] drawn = [.. Enumerable.Range(0, rows.Length / hidden).Select(row => (double)rows[(row * hidden) + column])];
            double drawnMean = drawn.Average();
            double drawnDeviation = Math.Sqrt(drawn.Average(value => (value - drawnMean) * (value - drawnMean)));
            // Four standard errors of a mean and of a deviation over 4,001 draws.
            Assert.InRange(Math.Abs(drawnMean - mean), 0, 4 * deviation / Math.Sqrt(drawn.Length));
            Assert.InRange(Math.Abs(drawnDeviation - deviation), 0, 4 * deviation / Math.Sqrt(2.0 * drawn.Length));
        }
    }

    [Fact]
    public async Task PlaceholdersAmongTheNeighbors_AreNamedWithTheirShare()
    {
        using TransferFixture fixture = new();
        TransferResult result = await fixture.RunAsync(options => options with { Neighbors = 20 });
        double placeholder = Enumerable.Range(5, 4).Average(id => fixture.Provenance(id)["sources"]!.AsArray()
            .Where(source => source!["token"]!.GetValue<string>() == "[unused0]").Sum(source => source!["weight"]!.GetValue<double>()));
        Assert.Equal(100 * placeholder, result.Manifest.Similarity!.PlaceholderPercent, 1e-4);
        Assert.Equal(
            result.Manifest.Similarity.PlaceholderPercent > 5,
            result.Manifest.Warnings.Any(warning => warning.Contains("--neighbor-pool clean", StringComparison.Ordinal)));
        TransferResult clean = await fixture.RunAsync(options => options with { NeighborPool = NeighborPool.Clean, Output = fixture["clean"] });
        Assert.Equal(0, clean.Manifest.Similarity!.PlaceholderPercent);
    }

    [Fact]
    public async Task OptionsWithoutEffect_AreNamed()
    {
        using TransferFixture fixture = new();
        TransferResult random = await fixture.RunAsync(options => options with { Method = "random" });
        Assert.Contains(random.Manifest.Warnings, warning => warning.StartsWith("--neighbors had no effect", StringComparison.Ordinal));
        TransferResult wechsel = await fixture.RunAsync(options => options with { Output = fixture["wechsel"] });
        Assert.DoesNotContain(wechsel.Manifest.Warnings, warning => warning.Contains("had no effect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RoleThatTheSourceLacks_IsNamed()
    {
        using TransferFixture fixture = new();
        fixture.SourceTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "house", "dog"];
        TransferResult result = await fixture.RunAsync();
        Assert.Equal([1], fixture.Sources(4));
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("[MASK] from [UNK]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TokenizerThatAsksForMoreThanTheBodyHas_IsNamed()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        string tokenizer = Path.Combine(options.TargetTokenizer, "tokenizer.json");
        System.Text.Json.Nodes.JsonNode json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(tokenizer))!;
        json["post_processor"] = System.Text.Json.Nodes.JsonNode.Parse("""{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}""");
        File.WriteAllText(tokenizer, json.ToJsonString());
        File.WriteAllText(Path.Combine(options.TargetTokenizer, "tokenizer_config.json"), """{"model_max_length": 512, "tokenizer_class": "BertTokenizer"}""");
        string config = Path.Combine(fixture["model"], "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Insert(1, "\"type_vocab_size\": 1,"));
        TransferResult result = await TransferModel.RunAsync(options);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("type_vocab_size", StringComparison.Ordinal));
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("model_max_length is 512, the model has 16 positions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ByteTokenThatIsWholeText_IsANeighborLikeItsLetterButNotInTheCleanPool()
    {
        using TransferFixture fixture = new();
        fixture.SourceTokenizer = (path, tokens) => TinyTokenizers.ByteFallback(path, tokens);
        fixture.SourceTokens = ["<unk>", "<s>", "<0x41>", "<0xC3>", "<0x0A>", "▁house", "▁A"];
        fixture.SourceWords = [.. fixture.SourceWords, ("A", TinyVectors.Vector("A", TransferFixture.Dimension))];
        fixture.TargetTokens = ["[PAD]", "[UNK]", "A"];
        fixture.TargetWords = [.. fixture.TargetWords, ("A", TinyVectors.Vector("A", TransferFixture.Dimension))];
        await fixture.RunAsync(options => options with { Neighbors = 5 });
        // "▁A" bears the word mark that "A" has in WordPiece, so it comes first of the two that tie.
        Assert.Equal([6, 2, 5], fixture.Sources(2));
        await fixture.RunAsync(options => options with { Neighbors = 5, NeighborPool = NeighborPool.Clean, Output = fixture["clean"] });
        Assert.Equal([6, 5], fixture.Sources(2, fixture["clean"]));
    }

    [Fact]
    public async Task DryRun_WritesNothingAndForeseesTheCounts()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare() with { Output = null, DryRun = true };
        string[] before = Directory.GetFileSystemEntries(fixture[""]);
        TransferResult dry = await TransferModel.RunAsync(options);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(fixture[""]).Order());
        TransferResult run = await fixture.RunAsync();
        Assert.Equal(run.Manifest.Rules, dry.Manifest.Rules);
        Assert.Equal(run.Manifest.RandomPercent, dry.Manifest.RandomPercent);
        Assert.Equal(4, dry.Preflight!.OverlappingTokens);
        long written = new FileInfo(Path.Combine(fixture.Output, "model.safetensors")).Length;
        Assert.InRange(dry.Preflight.OutputBytes!.Value, written * 0.7, written);
    }

    [Fact]
    public async Task VectorsWithoutNgrams_InTheModeThatNeedsThem_AreNamedWithTheWayOut()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        foreach (bool dry in new[] { true, false })
        {
            TransferResult ngrams = await TransferModel.RunAsync(options with { DryRun = dry, Overwrite = true });
            Assert.Equal(2, ngrams.Manifest.Warnings.Count(warning => warning.Contains("--subword-vectors frequency", StringComparison.Ordinal)));
        }

        TransferResult frequency = await TransferModel.RunAsync(options with { SubwordVectors = SubwordVectorMode.Frequency, Overwrite = true });
        Assert.DoesNotContain(frequency.Manifest.Warnings, warning => warning.Contains("--subword-vectors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyRandomRows_AreForetoldByTheDryRun()
    {
        using TransferFixture fixture = new();
        fixture.TargetTokens = [.. fixture.TargetTokens, "one", "two", "three", "four", "five"];
        TransferResult dry = await fixture.RunAsync(options => options with { DryRun = true });
        TransferResult run = await fixture.RunAsync();
        string warning = Assert.Single(run.Manifest.Warnings, warning => warning.Contains("of the rows are random", StringComparison.Ordinal));
        Assert.Contains(warning, dry.Manifest.Warnings);
    }

    [Fact]
    public async Task SourceWithoutTokenizer_IsToldOfTheOption()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        File.Delete(fixture["model/tokenizer.json"]);
        InvalidTokenizerException error = await Assert.ThrowsAsync<InvalidTokenizerException>(() => TransferModel.RunAsync(options));
        Assert.Contains("--source-tokenizer", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_LeavesNothing()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        foreach (string stage in (string[])["tokenizers", "vectors", "alignment", "evidence"])
        {
            using CancellationTokenSource source = new();
            CancelAt progress = new(stage, source);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TransferModel.RunAsync(options, progress, source.Token));
            Assert.False(Directory.Exists(fixture.Output), stage);
            Assert.Empty(Directory.GetFileSystemEntries(fixture[""], "*partial*"));
        }
    }

    [Fact]
    public async Task Weights_AreTheSoftmaxOfTheSimilarities()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        float[] query = TinyVectors.Vector("dog", TransferFixture.Dimension);
        string[] surfaces = [.. fixture.SourceTokens.Select(token => token.Replace("##", "", StringComparison.Ordinal))];
        (int Id, double Cosine)[] nearest = [.. Enumerable.Range(5, 7)
            .Select(id => (Id: id, Cosine: Cosine(query, TinyVectors.Vector(surfaces[id], TransferFixture.Dimension))))
            .OrderByDescending(item => item.Cosine).Take(3)];
        double sum = nearest.Sum(item => Math.Exp(item.Cosine / 0.1));
        System.Text.Json.Nodes.JsonArray sources = fixture.Provenance(6)["sources"]!.AsArray();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(nearest[i].Cosine, sources[i]!["similarity"]!.GetValue<double>(), 1e-5);
            Assert.Equal(Math.Exp(nearest[i].Cosine / 0.1) / sum, sources[i]!["weight"]!.GetValue<double>(), 1e-4);
        }
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));

    // Gives the source row of "dog" one value.
    private static void Poison(TransferFixture fixture, float value)
    {
        float[] rows = TinyModels.Values(fixture.EmbeddingName, fixture.SourceTokens.Length, fixture.Model.Hidden, 0);
        string path = Path.Combine(fixture["model"], "model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        byte[] row = new byte[fixture.Model.Hidden * 4];
        Buffer.BlockCopy(rows, 8 * row.Length, row, 0, row.Length);
        int place = bytes.AsSpan().IndexOf(row);
        BitConverter.TryWriteBytes(bytes.AsSpan(place), value);
        File.WriteAllBytes(path, bytes);
    }

    private sealed class CancelAt(string stage, CancellationTokenSource source) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.Stage == stage)
                source.Cancel();
        }
    }
}
