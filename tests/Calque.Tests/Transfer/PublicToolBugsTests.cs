using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Calque.Transfer;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>
/// The bugs of the public tools, each with a test that fails where we had it too. The list and its sources: docs/public-tool-bugs.md.
/// </summary>
public sealed class PublicToolBugsTests
{
    [Theory]
    [InlineData(9, 6)]
    [InlineData(6, 9)]
    public async Task B01_DimensionsDiffer_TheLargerSideIsReduced(int sourceDimension, int targetDimension)
    {
        using TransferFixture fixture = new();
        fixture.SourceWords = TinyVectors.Hashed(sourceDimension, [.. fixture.SourceWords.Select(word => word.Word)]);
        fixture.TargetWords = TinyVectors.Hashed(targetDimension, [.. fixture.TargetWords.Select(word => word.Word)]);
        TransferResult result = await fixture.RunAsync();
        Assert.Equal(6, result.Manifest.Alignment!.Dimension);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("principal components", StringComparison.Ordinal));
        Assert.Equal("static-vectors", fixture.Rule(5));
    }

    [Fact]
    public async Task B02_OutputBias_FollowsThePlan()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        string name = TinyModels.Names(fixture.Model).Bias!;
        float[] bias = fixture.Read(name);
        Assert.Equal(fixture.TargetTokens.Length, bias.Length);
        for (int id = 0; id < 9; id++)
        {
            double expected = 0;
            foreach (JsonNode? source in fixture.Provenance(id)["sources"]!.AsArray())
                expected += (double)source!["weight"]!.GetValue<float>() * TinyModels.Value(name, source["id"]!.GetValue<int>());
            Assert.Equal(expected, bias[id], 1e-6);
        }

        Assert.Equal("special", fixture.Rule(2));
    }

    [Fact]
    public async Task B03_ContinuationPiece_GetsTheRowOfItsSurface()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { Neighbors = 4 });
        // "house" and "##house" have one vector; with room for both source pieces the rows hold the same two tokens.
        Assert.Equal(fixture.Sources(5).Order(), fixture.Sources(8).Order());
        float[] word = fixture.Row(5);
        float[] piece = fixture.Row(8);
        for (int i = 0; i < word.Length; i++)
            Assert.Equal(word[i], piece[i], 1e-6);
    }

    [Fact]
    public async Task B04_NeighborPool_HoldsNoSpecialTokenAndNoTokenWithoutVector()
    {
        using TransferFixture fixture = new();
        // All cosines of "blue" are negative: a token without a vector, whose cosine counts as 0 elsewhere, must not win.
        float[] house = TinyVectors.Vector("house", TransferFixture.Dimension);
        fixture.SourceWords = [.. fixture.SourceWords.Where(word => word.Word is not ("dog" or "cat" or "the" or "s" or "[unused0]"))];
        fixture.TargetWords = [.. fixture.TargetWords, ("blue", Array.ConvertAll(house, value => -value))];
        await fixture.RunAsync(options => options with { Neighbors = 10 });
        Assert.Equal([6, 7], fixture.Sources(9).Order());
        Assert.True(fixture.Provenance(9)["sources"]![0]!["similarity"]!.GetValue<float>() < -0.99f);
        foreach (int id in Enumerable.Range(5, 5))
            Assert.DoesNotContain(fixture.Sources(id), source => source < 5);
    }

    [Fact]
    public async Task B04_CleanPool_LeavesPlaceholdersOut()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { Neighbors = 20 });
        Assert.Contains(11, fixture.Sources(5));
        await fixture.RunAsync(options => options with { Neighbors = 20, NeighborPool = NeighborPool.Clean, Output = fixture["clean"] });
        Assert.DoesNotContain(11, fixture.Sources(5, fixture["clean"]));
    }

    [Fact]
    public async Task B05_IdsWithAGap_KeepTheirRows()
    {
        using TransferFixture fixture = new();
        fixture.SourceTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", null!, "house", null!, "dog"];
        fixture.TargetTokens = ["[PAD]", "[UNK]", null!, "dog", "house"];
        TransferResult result = await fixture.RunAsync(options => options with { Neighbors = 1 });
        Assert.Equal(fixture.SourceRow(8), fixture.Row(3));
        Assert.Equal(fixture.SourceRow(6), fixture.Row(4));
        Assert.Equal("unused", fixture.Rule(2));
        Assert.Contains(result.Manifest.Rules, rule => rule is { Rule: "unused", Tokens: 1 });
    }

    [Fact]
    public async Task B06_PaddingRows_StayOutOfTheStatistics()
    {
        using TransferFixture plain = new();
        await plain.RunAsync();
        using TransferFixture padded = new();
        padded.Model = padded.Model with { PaddingRows = 7 };
        TransferResult result = await padded.RunAsync();
        Assert.Equal("random", padded.Rule(9));
        Assert.Equal(plain.Row(9), padded.Row(9));
        Assert.Equal(7, result.Manifest.SourcePaddingRows);
    }

    [Fact]
    public async Task B06_TokenizerLargerThanEmbedding_NamesBothNumbers()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        TinyTokenizers.WordPiece(fixture["model"], [.. fixture.SourceTokens, "more", "and", "more still"]);
        InvalidModelException error = await Assert.ThrowsAsync<InvalidModelException>(() => TransferModel.RunAsync(options));
        Assert.Contains("12", error.Found, StringComparison.Ordinal);
        Assert.Contains("15", error.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(fixture.Output));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public async Task B07_AnyTemperature_GivesFiniteRowsAndWeightsOfOne(double temperature)
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { Temperature = temperature });
        Assert.All(fixture.Read(fixture.EmbeddingName), value => Assert.True(float.IsFinite(value)));
        foreach (int id in Enumerable.Range(5, 4))
            Assert.Equal(1, fixture.Provenance(id)["sources"]!.AsArray().Sum(source => source!["weight"]!.GetValue<double>()), 1e-6);
    }

    [Fact]
    public async Task B08_BadDictionaryLines_AreCountedAndPassedOver()
    {
        using TransferFixture fixture = new();
        File.AppendAllLines(fixture.Dictionary, ["", "alone", "house\tgrand maison", "one two three"]);
        TransferResult result = await fixture.RunAsync();
        Assert.Equal(12, result.Manifest.Alignment!.DictionaryLines);
        Assert.Equal(8, result.Manifest.Alignment.PairsUsed);
        Assert.Equal(3, result.Manifest.Alignment.SkippedLines);
    }

    [Fact]
    public async Task B08_NoUsablePair_SaysWhyEachClassFellOut()
    {
        using TransferFixture fixture = new();
        File.WriteAllLines(fixture.Dictionary, ["nowhere\tnirgends", "house\thaus", "grand house\thouse"]);
        InvalidDictionaryException error = await Assert.ThrowsAsync<InvalidDictionaryException>(() => fixture.RunAsync());
        Assert.Contains("3", error.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(fixture.Output));
    }

    [Fact]
    public async Task B08_FewerPairsThanDimensions_Warns()
    {
        using TransferFixture fixture = new();
        File.WriteAllLines(fixture.Dictionary, ["north\tnorth", "south\tsouth"]);
        TransferResult result = await fixture.RunAsync();
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("not unique", StringComparison.Ordinal));
    }

    [Fact]
    public async Task B09_RepeatedPairs_CountOnce()
    {
        using TransferFixture once = new();
        once.TargetWords = [.. once.TargetWords.Select((word, i) => (word.Word, Array.ConvertAll(word.Vector, value => value + (0.05f * i))))];
        await once.RunAsync();
        using TransferFixture twice = new();
        twice.TargetWords = once.TargetWords;
        File.AppendAllLines(twice.Dictionary, ["north\tnorth", "north\tnorth", "north\tnorth"]);
        TransferResult result = await twice.RunAsync();
        Assert.Equal(once.Read(once.EmbeddingName), twice.Read(twice.EmbeddingName));
        Assert.Equal(3, result.Manifest.Alignment!.Duplicates);
    }

    [Theory]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F16)]
    public async Task B10_HalfPrecision_IsRoundedOnceFromDouble(ElementType type)
    {
        using TransferFixture fixture = new();
        fixture.Model = fixture.Model with { ElementType = type };
        TransferResult result = await fixture.RunAsync();
        Assert.Equal(type.ToString(), result.Manifest.Tensors[0].ElementType);
        int mantissa = type == ElementType.BF16 ? 8 : 11;
        float[] written = fixture.Read(fixture.EmbeddingName);
        foreach (int id in Enumerable.Range(5, 4))
        {
            for (int column = 0; column < fixture.Model.Hidden; column++)
            {
                double expected = fixture.Provenance(id)["sources"]!.AsArray().Sum(
                    source => (double)source!["weight"]!.GetValue<float>() * fixture.SourceRow(source["id"]!.GetValue<int>())[column]);
                double halfUlp = Math.ScaleB(1, Math.ILogB(expected) - mantissa + 1) / 2;
                Assert.InRange(Math.Abs(written[(id * fixture.Model.Hidden) + column] - expected), 0, halfUlp * 1.0001);
            }
        }
    }

    [Fact]
    public async Task B11_IdZero_IsATokenLikeAnyOther()
    {
        using TransferFixture fixture = new();
        fixture.SourceTokens = ["house", "dog", "[UNK]"];
        fixture.TargetTokens = ["dog", "house", "[UNK]"];
        await fixture.RunAsync(options => options with { Neighbors = 1 });
        Assert.Equal(fixture.SourceRow(0), fixture.Row(1));
        Assert.Equal(fixture.SourceRow(1), fixture.Row(0));
    }

    [Fact]
    public async Task B12_RandomRows_DifferAndFollowTheTokenNotItsPlace()
    {
        using TransferFixture fixture = new();
        fixture.TargetTokens = [.. fixture.TargetTokens, "green"];
        await fixture.RunAsync();
        Assert.NotEqual(fixture.Row(9), fixture.Row(10));
        using TransferFixture turned = new();
        turned.TargetTokens = ["green", "[PAD]", "[UNK]", "house", "blue"];
        await turned.RunAsync();
        Assert.Equal(fixture.Row(9), turned.Row(4));
        Assert.Equal(fixture.Row(10), turned.Row(0));
        using TransferFixture other = new();
        await other.RunAsync(options => options with { Seed = 1 });
        Assert.NotEqual(fixture.Row(9), other.Row(9));
    }

    [Fact]
    public async Task B13_EndOfLineEntry_ChangesNoTokenInFrequencyMode()
    {
        using TransferFixture without = new();
        await without.RunAsync(options => options with { SubwordVectors = SubwordVectorMode.Frequency });
        using TransferFixture with = new();
        with.TargetTokens = without.TargetTokens;
        with.TargetWords = [("</s>", TinyVectors.Vector("anything", TransferFixture.Dimension)), .. without.TargetWords];
        with.SourceWords = [("</s>", TinyVectors.Vector("anything", TransferFixture.Dimension)), .. without.SourceWords];
        await with.RunAsync(options => options with { SubwordVectors = SubwordVectorMode.Frequency });
        Assert.Equal(without.Read(without.EmbeddingName), with.Read(with.EmbeddingName));
    }

    [Fact]
    public async Task B14_PartialUtf8_IsCopiedFromItsEqualOrCounted()
    {
        using TransferFixture fixture = new();
        fixture.SourceTokenizer = (path, tokens) => TinyTokenizers.ByteLevel(path, tokens);
        fixture.TargetTokenizer = fixture.SourceTokenizer;
        // "Ã" is the byte C3, "Ĥ" the byte 84, "â" the byte E2: none of them a character.
        fixture.SourceTokens = ["<s>", "<unk>", "Ã", "Ġhouse", "house"];
        fixture.TargetTokens = ["<s>", "<unk>", "â", "Ã", "Ĥ", "house"];
        TransferResult result = await fixture.RunAsync();
        Assert.Equal("byte", fixture.Rule(3));
        Assert.Equal([2], fixture.Sources(3));
        Assert.Equal(fixture.SourceRow(2), fixture.Row(3));
        Assert.Equal("random", fixture.Rule(2));
        Assert.Equal("random", fixture.Rule(4));
        Assert.NotEqual(fixture.Row(2), fixture.Row(4));
        Assert.Contains(result.Manifest.Rules, rule => rule is { Rule: "random", Tokens: 2 });
    }

    [Fact]
    public async Task B15_UntiedHead_FollowsThePlanAndReloadsToTheSameBits()
    {
        using TransferFixture fixture = new();
        fixture.Model = new TinyModelOptions { ModelType = "gpt2", Tied = false };
        TransferResult result = await fixture.RunAsync();
        string head = TinyModels.Names(fixture.Model).Head!;
        Assert.False(result.Manifest.TiedHead);
        float[] written = fixture.Read(head);
        Assert.Equal(fixture.TargetTokens.Length * fixture.Model.Hidden, written.Length);
        for (int column = 0; column < fixture.Model.Hidden; column++)
        {
            double expected = fixture.Provenance(5)["sources"]!.AsArray().Sum(source =>
                (double)source!["weight"]!.GetValue<float>() * TinyModels.Value(head, (source["id"]!.GetValue<int>() * fixture.Model.Hidden) + column));
            Assert.Equal((float)expected, written[(5 * fixture.Model.Hidden) + column]);
        }
    }

    [Fact]
    public async Task B17_ShuffledSourceRowsAndThreads_GiveTheSamePlan()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        foreach (int threads in (int[])[2, 8])
        {
            await fixture.RunAsync(options => options with { Threads = threads, Output = fixture["threads" + threads] });
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(fixture.Output, "model.safetensors")),
                await File.ReadAllBytesAsync(Path.Combine(fixture["threads" + threads], "model.safetensors")));
        }

        using TransferFixture shuffled = new();
        shuffled.SourceTokens = [.. fixture.SourceTokens.Take(5), .. fixture.SourceTokens.Skip(5).Reverse()];
        await shuffled.RunAsync();
        foreach (int id in Enumerable.Range(5, 4))
        {
            Assert.Equal(
                fixture.Sources(id).Select(source => fixture.SourceTokens[source]).Order(),
                shuffled.Sources(id).Select(source => shuffled.SourceTokens[source]).Order());
        }
    }

    [Fact]
    public async Task B17_Ties_GoToTheSameWordMarkThenTheLowerId()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { Neighbors = 1 });
        Assert.Equal([6], fixture.Sources(5));
        Assert.Equal([7], fixture.Sources(8));
    }

    [Fact]
    public async Task B18_EmptySurface_HasNoVector()
    {
        using TransferFixture fixture = new();
        fixture.TargetTokenizer = (path, tokens) => TinyTokenizers.ByteFallback(path, tokens);
        fixture.TargetTokens = ["<unk>", "<s>", "▁", "▁▁", "▁house", "<0x0A>"];
        fixture.SourceWords = [.. fixture.SourceWords, ("", new float[TransferFixture.Dimension])];
        await fixture.RunAsync();
        Assert.Equal("random", fixture.Rule(2));
        Assert.Equal("random", fixture.Rule(3));
        Assert.Equal("static-vectors", fixture.Rule(4));
        Assert.Equal("random", fixture.Rule(5));
    }

    [Fact]
    public async Task B19_MoreNeighborsThanThePoolAndOneTarget_Work()
    {
        using TransferFixture fixture = new();
        fixture.TargetTokens = ["house"];
        await fixture.RunAsync(options => options with { Neighbors = 1000 });
        Assert.Equal(fixture.SourceTokens.Length - 5, fixture.Sources(0).Length);
    }

    [Fact]
    public async Task B19_NanInTheVectors_IsAMessage()
    {
        using TransferFixture fixture = new();
        float[] broken = TinyVectors.Vector("house", TransferFixture.Dimension);
        broken[2] = float.NaN;
        fixture.TargetWords = [.. fixture.TargetWords.Where(word => word.Word != "house"), ("house", broken)];
        Exception? error = await Record.ExceptionAsync(() => fixture.RunAsync());
        // Either the reader leaves the line out and says so, or the run ends with an error of the vectors; never a row of NaN.
        if (error is null)
            Assert.All(fixture.Read(fixture.EmbeddingName), value => Assert.True(float.IsFinite(value)));
        else
            Assert.IsType<InvalidVectorsException>(error);
    }

    [Fact]
    public async Task B16_EveryIdInTheConfig_NamesTheRightTargetToken()
    {
        using TransferFixture fixture = new();
        fixture.Model = new TinyModelOptions { ModelType = "gpt2", Tied = true, PaddingId = 0 };
        fixture.TargetTokenizer = (path, tokens) => TinyTokenizers.ByteLevel(path, tokens);
        fixture.TargetTokens = ["house", "</s>", "dog", "<pad>", "<s>", "<unk>"];
        TransferOptions options = fixture.Prepare();
        await File.WriteAllTextAsync(
            Path.Combine(options.TargetTokenizer, "special_tokens_map.json"),
            """{"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}""");
        JsonObject before = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(fixture["model"], "config.json")))!.AsObject();
        before["tokenizer_class"] = "GPT2Tokenizer";
        before["decoder_start_token_id"] = 0;
        await File.WriteAllTextAsync(Path.Combine(fixture["model"], "config.json"), before.ToJsonString());
        await TransferModel.RunAsync(options);
        JsonObject config = fixture.Config();
        Assert.Equal(6, config["vocab_size"]!.GetValue<int>());
        Assert.Equal(4, config["bos_token_id"]!.GetValue<int>());
        Assert.Equal(1, config["eos_token_id"]!.GetValue<int>());
        Assert.Equal(3, config["pad_token_id"]!.GetValue<int>());
        Assert.Equal(3, config["decoder_start_token_id"]!.GetValue<int>());
        Assert.False(config.ContainsKey("tokenizer_class"));
        JsonObject generation = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(fixture.Output, "generation_config.json")))!.AsObject();
        Assert.Equal(4, generation["bos_token_id"]!.GetValue<int>());
        Assert.Equal(1, generation["eos_token_id"]!.GetValue<int>());
        Assert.Equal(3, generation["pad_token_id"]!.GetValue<int>());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(fixture["target"], "tokenizer.json")), await File.ReadAllBytesAsync(Path.Combine(fixture.Output, "tokenizer.json")));
    }
}
