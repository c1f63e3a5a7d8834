using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Inspection;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Fuzz;

/// <summary>What mutated files have shown, each by itself.</summary>
public sealed class FoundByFuzzingTests
{
    [Theory]
    [InlineData("special_tokens_map.json", "{\"bos_token\": \"\u00FF\"}")]
    [InlineData("special_tokens_map.json", "{\"\\ud800\": 1}")]
    [InlineData("tokenizer_config.json", "{\"tokenizer_class\": \"\\ud800\"}")]
    [InlineData("tokenizer_config.json", "{\"bos_token\": [\"\u00FF\"]}")]
    [InlineData("added_tokens.json", "{\"\\udc00\": 3}")]
    public void Load_TextBesideATokenizerThatIsNoText_IsRefused(string file, string json)
    {
        using TemporaryDirectory directory = new();
        TransferCase.WriteTokenizer(directory.Path, "ByteLevel", ["<s>"], TransferCase.SourceWords);
        File.WriteAllText(directory[file], json, System.Text.Encoding.Latin1);

        InvalidTokenizerException error = Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory.Path));

        Assert.Contains(file, error.Place, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_JsonNestedDeeperThanItCanBeShown_IsRefused()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["calque.manifest.json"], "{\"calque\": \"0.1.0\", \"method\": " + string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70)) + "}");

        await Assert.ThrowsAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = directory["calque.manifest.json"] }));
    }

    [Fact]
    public async Task Transfer_NumberOfPositionsIsNull_StaysNull()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "roberta" }, "Unigram");
        string config = Path.Combine(options.SourceModel!, "config.json");
        JsonObject json = (JsonObject)JsonNode.Parse(File.ReadAllText(config))!;
        json["max_position_embeddings"] = null;
        File.WriteAllText(config, json.ToJsonString());

        TransferResult result = await TransferModel.RunAsync(options);

        Assert.Contains(result.Manifest.Tensors, tensor => tensor.Role == "positions");
        JsonObject written = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(options.Output!, "config.json")))!;
        Assert.True(written.ContainsKey("max_position_embeddings") && written["max_position_embeddings"] is null);
    }
}
