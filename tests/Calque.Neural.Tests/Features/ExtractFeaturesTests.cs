using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.Neural.Features;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Features;

[LeakChecked]
public sealed class ExtractFeaturesTests
{
    [TensorTheory]
    [InlineData("bert-mlm", FeatureKind.Hidden, null)]
    [InlineData("bert-mlm", FeatureKind.Hidden, 0)]
    [InlineData("bert-mlm", FeatureKind.Hidden, 1)]
    [InlineData("bert-mlm", FeatureKind.Logits, null)]
    [InlineData("bert-seqcls-pair", FeatureKind.Logits, null)]
    public async Task Run_IdsAsTheyAre_GivesTheGoldenRows(string fixture, FeatureKind what, int? layer)
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new(fixture);
        TokenSequence[] sequences = golden.Sequences();
        ExtractFeaturesResult result = await ExtractFeatures.RunAsync(Options(folder, golden, Json(sequences)) with { What = what, Layer = layer });
        Assert.Equal(sequences.Length, result.Lines);
        Assert.Equal(sequences.Sum(s => s.Ids.Count), result.Tokens);

        string name = what == FeatureKind.Logits ? "logits" : $"hidden.{layer ?? golden.Names.Count(n => n.StartsWith("hidden.", StringComparison.Ordinal)) - 1}";
        float[] all = golden.Floats(name);
        bool ofTokens = golden.Shape(name).Count == 3;
        int width = (int)golden.Shape(name)[^1], length = ofTokens ? (int)golden.Shape(name)[1] : 1;
        List<string> findings = [];
        Dictionary<string, float[]> written = Read(folder);
        for (int i = 0; i < sequences.Length; i++)
        {
            int rows = ofTokens ? sequences[i].Ids.Count : 1;
            GoldenComparison.Compare(findings, $"{name} of line {i}", all[(i * length * width)..(((i * length) + rows) * width)], written[$"{i}"]);
        }

        GoldenComparison.AssertNone(findings);
    }

    [TensorTheory]
    [InlineData(FeatureKind.Hidden, true, "decoder.hidden.2")]
    [InlineData(FeatureKind.Hidden, false, "encoder.hidden.2")]
    [InlineData(FeatureKind.Logits, true, "logits")]
    public async Task Run_AnEncoderDecoder_GivesTheDecodersSideWhereItIsAskedFor(FeatureKind what, bool withDecoder, string name)
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("t5-seq2seq");
        TokenSequence[] encoder = golden.Sequences(), decoder = golden.Sequences("decoder_input_ids", "decoder_attention_mask", null);
        string lines = string.Join('\n', encoder.Zip(decoder).Select(pair =>
            $"{{\"ids\":[{string.Join(',', pair.First.Ids)}]{(withDecoder ? $",\"decoder_ids\":[{string.Join(',', pair.Second.Ids)}]" : "")}}}"));
        await ExtractFeatures.RunAsync(Options(folder, golden, lines) with { What = what });
        int width = (int)golden.Shape(name)[2], length = (int)golden.Shape(name)[1];
        Dictionary<string, float[]> written = Read(folder);
        List<string> findings = [];
        for (int i = 0; i < encoder.Length; i++)
        {
            int rows = (withDecoder ? decoder : encoder)[i].Ids.Count;
            GoldenComparison.Compare(findings, $"{name} of line {i}", golden.Floats(name)[(i * length * width)..(((i * length) + rows) * width)], written[$"{i}"]);
        }

        GoldenComparison.AssertNone(findings);
    }

    [TensorFact]
    public async Task Run_InBFloat16_ComesNearTheGoldenRows_AndSaysSo()
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        TokenSequence[] sequences = golden.Sequences();
        ExtractFeaturesResult result = await ExtractFeatures.RunAsync(Options(folder, golden, Json(sequences)) with { Layer = 2, Precision = Precision.BFloat16 });
        Assert.Equal("bf16", result.Precision);
        Assert.Equal(Precisions.IsFastOnProcessor, result.Warnings.Count == 0);
        float[] all = golden.Floats("hidden.2");
        int width = (int)golden.Shape("hidden.2")[^1], length = (int)golden.Shape("hidden.2")[1];
        double largest = 0, difference = 0;
        Dictionary<string, float[]> written = Read(folder);
        for (int i = 0; i < sequences.Length; i++)
        {
            float[] own = written[$"{i}"];
            for (int j = 0; j < own.Length; j++)
            {
                largest = Math.Max(largest, Math.Abs(all[(i * length * width) + j]));
                difference = Math.Max(difference, Math.Abs(own[j] - all[(i * length * width) + j]));
            }
        }

        // Eight bits of fraction: some hundredths at the most after two layers, and never as near as float32 comes.
        Assert.InRange(difference / largest, 1e-4, 0.05);
    }

    [TensorTheory]
    [InlineData("{\"ids\":[1,2]}", "no decoder_ids")]
    [InlineData("{\"ids\":[1,2],\"decoder_ids\":[0]}\n{\"ids\":[1]}", "no decoder_ids")]
    public async Task Run_ScoresOfAnEncoderAlone_AreRefused(string lines, string found)
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("t5-seq2seq");
        InvalidInputException error = await Assert.ThrowsAnyAsync<InvalidInputException>(() => ExtractFeatures.RunAsync(Options(folder, golden, lines) with { What = FeatureKind.Logits }));
        Assert.Equal(found, error.Found);
    }

    [TensorTheory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.First)]
    public async Task Run_Pooled_IsTheMeanOrTheFirstRow(Pooling pooling)
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        string lines = Json(golden.Sequences());
        await ExtractFeatures.RunAsync(Options(folder, golden, lines));
        Dictionary<string, float[]> hidden = Read(folder);
        await ExtractFeatures.RunAsync(Options(folder, golden, lines) with { What = FeatureKind.Pooled, Pooling = pooling, Force = true });
        Dictionary<string, float[]> pooled = Read(folder);
        foreach ((string line, float[] rows) in hidden)
        {
            int width = pooled[line].Length, count = rows.Length / width;
            for (int j = 0; j < width; j++)
            {
                double expected = pooling == Pooling.First ? rows[j] : Enumerable.Range(0, count).Average(i => (double)rows[(i * width) + j]);
                Assert.Equal(expected, pooled[line][j], 1e-6);
            }
        }
    }

    [TensorFact]
    public async Task Run_LinesOfText_GoThroughTheModelsTokenizer_PackedOrNot()
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        Calque.Tokenizers.Tokenizer tokenizer = Calque.Tokenizers.Tokenizer.Load(golden.Folder);
        string[] words = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.GetToken(id)!).Where(t => !t.StartsWith('[') && !t.StartsWith('#')).Take(4)];
        string[] texts = [string.Join(' ', words), words[0], $"{words[1]} {words[0]}"];
        await ExtractFeatures.RunAsync(Options(folder, golden, string.Join("\r\n", texts)));
        Dictionary<string, float[]> fromText = Read(folder);
        string ids = Json([.. texts.Select(text => new TokenSequence(tokenizer.Encode(text).Ids))]);
        await ExtractFeatures.RunAsync(Options(folder, golden, ids) with { Force = true });
        Dictionary<string, float[]> fromIds = Read(folder);
        Assert.Equal(3, fromText.Count);
        Assert.All(fromText, line => Assert.Equal(fromIds[line.Key], line.Value));
        await ExtractFeatures.RunAsync(Options(folder, golden, Json([new TokenSequence(tokenizer.Encode(texts[0]).Ids)])) with { Force = true });
        List<string> findings = [];
        GoldenComparison.Compare(findings, "alone", fromIds["0"], Read(folder)["0"]);
        GoldenComparison.AssertNone(findings);
    }

    [TensorFact]
    public async Task Run_GzippedInput_IsRead()
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        ExtractFeaturesOptions options = Options(folder, golden, "") with { Input = Path.Combine(folder.Path, "in.jsonl.gz") };
        using (GZipStream stream = new(File.Create(options.Input), CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(Json(golden.Sequences())));
        Assert.Equal(golden.Sequences().Length, (await ExtractFeatures.RunAsync(options)).Lines);
    }

    [TensorTheory]
    [InlineData("{\"ids\":[1,2]}\n{\"ids\":[1,48]}\n", "line 2", "the id 48")]
    [InlineData("{\"ids\":[1,2]}\n{\"ids\":[1,-1]}\n", "line 2", "ids with -1")]
    [InlineData("{\"ids\":[1,2]}\n{\"ids\":[]}\n", "line 2", "no token")]
    [InlineData("{\"ids\":[1,2]}\nsome text\n", "line 2", "no JSON object")]
    [InlineData("{\"ids\":[1,2]}\n{\"id\":[1]}\n", "line 2", "neither ids nor text")]
    [InlineData("{\"ids\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}\n", "line 1", "25 tokens")]
    [InlineData("", "", "no line")]
    public async Task Run_ABrokenLine_IsNamed_AndNothingIsWritten(string text, string place, string found)
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        ExtractFeaturesOptions options = Options(folder, golden, text);
        InvalidInputException error = await Assert.ThrowsAnyAsync<InvalidInputException>(() => ExtractFeatures.RunAsync(options));
        Assert.EndsWith(place, error.Place, StringComparison.Ordinal);
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Equal(["in.txt"], Directory.GetFiles(folder.Path).Select(p => Path.GetFileName(p)));
    }

    [TensorFact]
    public async Task Run_LongLinesWithTruncate_AreCutAndCounted()
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        ExtractFeaturesResult result = await ExtractFeatures.RunAsync(
            Options(folder, golden, Json([new TokenSequence([.. Enumerable.Repeat(1, 30)]), new TokenSequence([1])])) with { Truncate = true });
        Assert.Equal(1, result.Truncated);
        Assert.Equal(25, result.Tokens);
    }

    [TensorFact]
    public async Task Run_ALayerThatIsNotThere_IsWrongUsage()
    {
        using TemporaryDirectory folder = new();
        using ModelGolden golden = new("bert-mlm");
        Assert.Equal("--layer", (await Assert.ThrowsAsync<InvalidOptionException>(() => ExtractFeatures.RunAsync(Options(folder, golden, "{\"ids\":[1]}") with { Layer = 3 }))).Place);
    }

    private static ExtractFeaturesOptions Options(TemporaryDirectory folder, ModelGolden golden, string input)
    {
        string path = Path.Combine(folder.Path, "in.txt");
        File.WriteAllText(path, input);
        return new ExtractFeaturesOptions { Model = golden.Folder, Input = path, Output = Path.Combine(folder.Path, "out.safetensors"), Threads = 1 };
    }

    private static string Json(IEnumerable<TokenSequence> sequences) => string.Join('\n', sequences.Select(s =>
        s.TokenTypes is null ? $"{{\"ids\":[{string.Join(',', s.Ids)}]}}" : $"{{\"ids\":[{string.Join(',', s.Ids)}],\"token_type_ids\":[{string.Join(',', s.TokenTypes)}]}}"));

    private static Dictionary<string, float[]> Read(TemporaryDirectory folder)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder.Path, "out.safetensors"));
        return file.Tensors.ToDictionary(t => t.Name, t => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.GetBytes(t, 0, (int)t.Length)).ToArray(), StringComparer.Ordinal);
    }
}
