using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.HuggingFace;

/// <summary>Directories that cannot be used: each gets its own refusal, with a place and a way out.</summary>
public sealed class ModelDirectoryRefusalTests
{
    private static void Refused(string path, string found, EmbeddingTensorNames? names = null)
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => ModelDirectory.Open(path, names));
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
        Assert.Equal(3, error.ExitCode);
    }

    private static string WriteModel(TemporaryDirectory directory, Action<JsonObject>? change = null, TinyModelOptions? options = null)
    {
        string path = TinyModels.Write(directory["model"], options ?? new TinyModelOptions());
        if (change is not null)
        {
            string config = Path.Combine(path, "config.json");
            JsonObject json = (JsonObject)JsonNode.Parse(File.ReadAllText(config))!;
            change(json);
            TinyModels.WriteJson(config, json);
        }
        return path;
    }

    [Fact]
    public void Open_NoDirectory_SaysSo()
    {
        using TemporaryDirectory directory = new();
        Refused(directory["none"], "nothing");
        File.WriteAllText(directory["x.gguf"], "GGUF");
        Refused(directory["x.gguf"], "GGUF");
        File.WriteAllText(directory["x.safetensors"], "");
        Refused(directory["x.safetensors"], "found a file");
        Refused(directory.Path, "no config.json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"vocab_size\":\"20\",\"model_type\":\"bert\"}")]
    [InlineData("{\"vocab_size\":-1,\"model_type\":\"bert\"}")]
    [InlineData("{\"vocab_size\":20,\"model_type\":7}")]
    [InlineData("{} x")]
    public void Open_WrongConfig_IsInvalidModel(string config)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.WriteAllText(Path.Combine(path, "config.json"), config);
        Refused(path, "config.json");
    }

    [Fact]
    public void Open_ConfigCutAtEveryLength_IsInvalidModel()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        byte[] whole = File.ReadAllBytes(Path.Combine(path, "config.json"));
        for (int length = 0; length < whole.Length - 2; length++)
        {
            File.WriteAllBytes(Path.Combine(path, "config.json"), whole[..length]);
            Assert.Throws<InvalidModelException>(() => ModelDirectory.Open(path));
        }
    }

    [Theory]
    [InlineData("tf_model.h5", "TensorFlow")]
    [InlineData("flax_model.msgpack", "Flax")]
    [InlineData("model-q4.gguf", "GGUF")]
    [InlineData("adapter_model.safetensors", "adapter")]
    [InlineData("model.fp16.safetensors", "usual name")]
    [InlineData("notes.txt", "no weights")]
    public void Open_OtherWeightsOnly_SaysWhatToDo(string file, string found)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.Move(Path.Combine(path, "model.safetensors"), Path.Combine(path, file));
        Refused(path, found);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    public void Open_GitLfsPointer_SaysHowToGetTheWeights(string file)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.Delete(Path.Combine(path, "model.safetensors"));
        File.WriteAllText(Path.Combine(path, file), "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 440473133\n");
        Refused(path, "git lfs pull");
    }

    [Fact]
    public void Open_QuantizationConfig_NamesTheMethod()
    {
        using TemporaryDirectory directory = new();
        Refused(WriteModel(directory, json => json["quantization_config"] = new JsonObject { ["quant_method"] = "gptq" }), "gptq");
    }

    [Theory]
    [InlineData("bert.layer.0.qweight")]
    [InlineData("bert.layer.0.SCB")]
    [InlineData("bert.layer.0.weight.absmax")]
    public void Open_QuantizedTensors_AreRefused(string tensor)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.Delete(Path.Combine(path, "model.safetensors"));
        TinyModels.WriteWeights(path, 1, [("bert.embeddings.word_embeddings.weight", ElementType.F32, [20, 8], new float[160]), (tensor, ElementType.F32, [1], [1])]);
        Refused(path, tensor);
    }

    [Fact]
    public void Open_EmbeddingOfIntegers_IsRefused()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.Delete(Path.Combine(path, "model.safetensors"));
        using (SafetensorsWriter writer = SafetensorsWriter.Create(
            Path.Combine(path, "model.safetensors"), [TensorSpec.Create("embeddings.word_embeddings.weight", ElementType.I8, [20, 8])]))
        {
            writer.Write(new byte[160]);
            writer.Complete();
        }
        Refused(path, "I8");
    }

    [Fact]
    public void Open_MissingShard_NamesIt()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, options: new() { Shards = 3 });
        File.Delete(Path.Combine(path, "model-00002-of-00003.safetensors"));
        Refused(path, "model-00002-of-00003.safetensors");
    }

    [Theory]
    [InlineData("absent.weight", "model-00001-of-00002.safetensors", "absent.weight")]
    [InlineData("bert.layer.0.weight", "../model.safetensors", "plain file name")]
    [InlineData("bert.layer.0.weight", "/etc/passwd", "plain file name")]
    [InlineData("bert.layer.0.weight", "..", "plain file name")]
    public void Open_WrongIndex_IsRefused(string tensor, string file, string found)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, options: new() { Shards = 2 });
        string index = Path.Combine(path, "model.safetensors.index.json");
        JsonObject json = (JsonObject)JsonNode.Parse(File.ReadAllText(index))!;
        json["weight_map"]![tensor] = file;
        TinyModels.WriteJson(index, json);
        Refused(path, found);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"weight_map\":[]}")]
    [InlineData("{\"weight_map\":{}}")]
    [InlineData("{\"weight_map\":{\"a\":1}}")]
    [InlineData("{\"weight_map\":{\"a\":null}}")]
    [InlineData("x")]
    public void Open_IndexWithoutMap_IsRefused(string json)
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, options: new() { Shards = 2 });
        File.WriteAllText(Path.Combine(path, "model.safetensors.index.json"), json);
        Refused(path, "index.json");
    }

    [Fact]
    public void Open_TensorInTwoShards_IsRefused()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, options: new() { Shards = 2 });
        File.Copy(Path.Combine(path, "model-00001-of-00002.safetensors"), Path.Combine(path, "model-00002-of-00002.safetensors"), overwrite: true);
        Refused(path, "holds too");
    }

    [Fact]
    public void Open_UnknownModelType_NamesTheOptionAndCandidates()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, json => json["model_type"] = "newest");
        Refused(path, "--embedding-tensor");
        Refused(path, "bert.embeddings.word_embeddings.weight [20, 8]");
        using ModelDirectory model = ModelDirectory.Open(path, new("bert.embeddings.word_embeddings.weight", null, "cls.predictions.bias"));
        Assert.Null(model.Family);
        Assert.Equal(["bert.embeddings.word_embeddings.weight", "cls.predictions.bias"], model.VocabularyTensors.Select(t => t.Tensor.Name));
    }

    [Fact]
    public void Open_NamesThatDoNotExist_AreAWrongOption()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        Assert.Equal("--embedding-tensor", Assert.Throws<InvalidOptionException>(() => ModelDirectory.Open(path, new("x", null, null))).Place);
        Assert.Equal("--head-tensor", Assert.Throws<InvalidOptionException>(() => ModelDirectory.Open(path, new(null, "x", null))).Place);
        Assert.Equal("--bias-tensor", Assert.Throws<InvalidOptionException>(() => ModelDirectory.Open(path, new(null, null, "x"))).Place);
    }

    [Fact]
    public void Open_FewerRowsThanTheVocabulary_NamesBothNumbers()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory, json => json["vocab_size"] = 21);
        Refused(path, "20 rows");
        Refused(path, "at least 21");
    }

    [Fact]
    public void Open_HeadOrBiasOfAnotherSize_IsRefused()
    {
        using TemporaryDirectory directory = new();
        string path = WriteModel(directory);
        File.Delete(Path.Combine(path, "model.safetensors"));
        TinyModels.WriteWeights(path, 1, [("bert.embeddings.word_embeddings.weight", ElementType.F32, [20, 8], new float[160]), ("cls.predictions.bias", ElementType.F32, [19], new float[19])]);
        Refused(path, "cls.predictions.bias");
        File.Delete(Path.Combine(path, "model.safetensors"));
        TinyModels.WriteWeights(path, 1, [("bert.embeddings.word_embeddings.weight", ElementType.F32, [20, 8], new float[160]), ("cls.predictions.decoder.weight", ElementType.F32, [21, 8], new float[168])]);
        Refused(path, "cls.predictions.decoder.weight");
    }

    [Fact]
    public void Open_PaddingIdBeyondThePositions_IsRefused()
    {
        using TemporaryDirectory directory = new();
        Refused(WriteModel(directory, options: new() { ModelType = "roberta", PaddingId = 15 }), "pad_token_id 15");
    }
}
