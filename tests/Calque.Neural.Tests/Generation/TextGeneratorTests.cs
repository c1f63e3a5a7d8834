using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Neural.Generation;
using Calque.Neural.Models;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Generation;

/// <summary>Greedy and beam search against an independent implementation without a cache, token by token.</summary>
[LeakChecked]
public sealed class TextGeneratorTests
{
    public static TheoryData<string, bool> Goldens()
    {
        TheoryData<string, bool> data = [];
        foreach (string folder in Directory.GetDirectories(Fixtures.Path("neural")).Where(f => File.Exists(Path.Combine(f, "generation.json"))).Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(folder), true);
            data.Add(Path.GetFileName(folder), false);
        }

        return data;
    }

    [TensorTheory]
    [MemberData(nameof(Goldens))]
    public void Run_EverySearchOfTheFixture_WritesTheGoldenTokens(string fixture, bool useCache)
    {
        JsonArray prompts = (JsonArray)JsonNode.Parse(File.ReadAllText(Fixtures.Path("neural", fixture, "generation.json")))!;
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        int searches = 0;
        foreach (JsonObject prompt in prompts.OfType<JsonObject>())
        {
            int[] ids = Ids(prompt["prompt"]!);
            foreach (JsonObject search in ((JsonArray)prompt["cases"]!).OfType<JsonObject>())
            {
                GenerationOptions options = new()
                {
                    MaximumNewTokens = (int)search["max_new_tokens"]!,
                    Beams = (int)search["num_beams"]!,
                    LengthPenalty = (double?)search["length_penalty"] ?? 1,
                    EndTokens = search["eos_token_id"] is { } end ? [(int)end] : [],
                    UseCache = useCache,
                };
                GeneratedText text = TextGenerator.Run(model, ids, options);
                Assert.Equal(Ids(search["generated"]!), text.Tokens);
                double expected = search["score"] is { } score ? (double)score : ((JsonArray)search["log_probabilities"]!).Sum(p => (double)p!);
                Assert.Equal(expected, search["score"] is null ? text.LogProbability : text.Score, Math.Abs(expected) * 1e-5);
                searches++;
            }
        }

        Assert.Equal(24, searches);
    }

    [TensorFact]
    public void Run_Sampling_IsKeyedAndFollowsTheProbabilities()
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", "gpt2-clm"));
        GenerationOptions options = new() { Sample = true, MaximumNewTokens = 12, Seed = 7, EndTokens = [] };
        IReadOnlyList<int> first = TextGenerator.Run(model, [3, 4], options).Tokens;
        Assert.Equal(first, TextGenerator.Run(model, [3, 4], options).Tokens);
        Assert.Equal(first, TextGenerator.Run(model, [3, 4], options with { UseCache = false }).Tokens);
        Assert.NotEqual(first, TextGenerator.Run(model, [3, 4], options with { Seed = 8 }).Tokens);
        IReadOnlyList<int> greedy = TextGenerator.Run(model, [3, 4], options with { Sample = false }).Tokens;
        Assert.Equal(greedy, TextGenerator.Run(model, [3, 4], options with { TopK = 1 }).Tokens);
        Assert.Equal(greedy, TextGenerator.Run(model, [3, 4], options with { TopP = 1e-9 }).Tokens);
        Assert.Equal(greedy, TextGenerator.Run(model, [3, 4], options with { Temperature = 1e-4 }).Tokens);
    }

    [Theory]
    [InlineData(1.0, 0, 1.0, 0.05, 1)]
    [InlineData(1.0, 0, 1.0, 0.55, 0)]
    [InlineData(1.0, 0, 1.0, 0.85, 2)]
    [InlineData(1.0, 0, 1.0, 0.99, 3)]
    [InlineData(1.0, 2, 1.0, 0.99, 0)]
    [InlineData(1.0, 0, 0.5, 0.99, 1)]
    [InlineData(1.0, 0, 0.51, 0.99, 0)]
    [InlineData(0.5, 0, 1.0, 0.68, 1)]
    [InlineData(0.5, 0, 1.0, 0.69, 0)]
    public void Draw_AtAPlaceOfTheDistribution_IsTheTokenThere(double temperature, int topK, double topP, double uniform, int expected)
    {
        // In falling order 1, 0, 2, 3. At temperature 0.5 their squares count: 1 has 0.25 of 0.365, or 0.685.
        double[] logs = [Math.Log(0.3), Math.Log(0.5), Math.Log(0.15), Math.Log(0.05)];
        Assert.Equal(expected, Sampling.Draw(logs, new GenerationOptions { Temperature = temperature, TopK = topK, TopP = topP }, uniform));
    }

    [TensorFact]
    public void Run_LongerThanTheModelReads_IsRefused()
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", "gpt2-clm"));
        Assert.Equal("--max-new-tokens", Assert.Throws<InvalidOptionException>(() => TextGenerator.Run(model, [1, 2], new GenerationOptions { MaximumNewTokens = 31 })).Place);
        Assert.Throws<InvalidModelException>(() => TextGenerator.Run(model, [1, 56], new GenerationOptions()));
    }

    [TensorFact]
    public void Run_AModelThatDoesNotWrite_IsRefused()
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", "bert-mlm"));
        Assert.Throws<InvalidModelException>(() => TextGenerator.Run(model, [1], new GenerationOptions()));
    }

    [TensorTheory]
    [InlineData("gpt2-clm")]
    [InlineData("t5-seq2seq")]
    public async Task GenerateText_OfAPrompt_GoesThroughTheTokenizer(string fixture)
    {
        string folder = Fixtures.Path("neural", fixture);
        Calque.Tokenizers.Tokenizer tokenizer = Calque.Tokenizers.Tokenizer.Load(folder);
        string word = Enumerable.Range(5, 40).Select(id => tokenizer.GetToken(id)!).First(t => t.All(char.IsLetter));
        GenerateTextResult result = await GenerateText.RunAsync(new GenerateTextOptions { Model = folder, Prompt = word, Generation = new GenerationOptions { MaximumNewTokens = 4 } });
        Assert.Equal(tokenizer.Encode(word).Ids, result.PromptIds);
        Assert.Equal(tokenizer.Decode([.. result.Ids], skipSpecialTokens: true), result.Text);
        Assert.InRange(result.Ids.Count, 1, 4);
    }

    private static int[] Ids(JsonNode node) => [.. ((JsonArray)node).Select(id => (int)id!)];
}
