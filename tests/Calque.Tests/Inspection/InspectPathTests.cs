using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.Inspection;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Inspection;

/// <summary>Kinds are told by content, and what is in a thing is counted right.</summary>
public sealed class InspectPathTests
{
    /// <summary>Files of each kind under names that say nothing, each plain and packed.</summary>
    public static TheoryData<string, string, bool> Kinds()
    {
        TheoryData<string, string, bool> data = [];
        foreach (bool packed in (bool[])[false, true])
        {
            data.Add("safetensors", "safetensors file", packed);
            data.Add("vec", "word vectors", packed);
            data.Add("vec without header", "word vectors", packed);
            data.Add("word2vec binary", "word vectors", packed);
            data.Add("dictionary with tabs", "bilingual dictionary", packed);
            data.Add("dictionary with spaces", "bilingual dictionary", packed);
            data.Add("dictionary with scores", "bilingual dictionary", packed);
            data.Add("dictionary with numbers", "bilingual dictionary", packed);
            data.Add("manifest", "manifest", packed);
            data.Add("provenance", "provenance", packed);
            data.Add("json lines", "JSON lines", packed);
            data.Add("special tokens", "tokenizer configuration (inspect its directory for the tokenizer)", packed);
            data.Add("shard index", "index of weight shards (inspect its directory for the model)", packed);
            data.Add("config", "model configuration (inspect its directory for the model)", packed);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RunAsync_AnyKindUnderANameThatSaysNothing_IsTold(string content, string kind, bool packed)
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        Write(path, content);
        if (packed)
            Pack(path);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });

        Assert.Equal(kind, result.Kind);
        Assert.Equal(path, result.Path);
        Assert.NotEmpty(result.Sections);
        Assert.Equal(["thing"], Directory.EnumerateFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task RunAsync_Safetensors_CountsTensorsAndShowsTheMetadata()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        Write(path, "safetensors");

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });

        Assert.Equal(2, Fact(result, "tensors", "tensors").Whole);
        Assert.Equal(10, Fact(result, "tensors", "numbers").Whole);
        Assert.Equal("pt", Fact(result, "metadata", "format").Text);
        Assert.Equal(["name", "type", "shape", "bytes"], Table(result, "tensors").Columns);
        Assert.Contains(Table(result, "tensors").Rows, row => row[0].Text == "matrix" && row[2].Text == "[3 x 2]" && row[3].Whole == 24);
    }

    [Fact]
    public async Task RunAsync_MoreRowsThanTheLimit_CountsThem()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        File.WriteAllLines(path, Enumerable.Range(0, 50).Select(i => $"source{i}\ttarget{i}"));

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path, Limit = 7 });

        Assert.Equal(7, Table(result, "pairs").Rows.Count);
        Assert.Equal(50, Table(result, "pairs").RowsInAll);
    }

    [Fact]
    public async Task RunAsync_Dictionary_NamesSkippedLinesByReasonAndNumber()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        File.WriteAllText(path, "house\tnyumba\n\nalone\nwater\tmaji\n\nhouse\tnyumba\n");

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });

        Assert.Equal(6, Fact(result, "dictionary", "lines").Whole);
        Assert.Equal(3, Fact(result, "dictionary", "pairs").Whole);
        Assert.Equal(2, Fact(result, "dictionary", "distinct pairs").Whole);
        Assert.Equal(["empty 2 2, 5", "one field 1 3"], Table(result, "lines without a pair").Rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task RunAsync_ProvenanceWithToken_ShowsItsSources()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        Write(path, "provenance");

        foreach (string token in (string[])["Ġmaji", "maji", "1"])
        {
            InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path, Token = token });

            InspectionSection section = Assert.Single(result.Sections);
            Assert.Equal("token Ġmaji", section.Title);
            Assert.Equal(["7 Ġwater 0.75 0.9", "8 Ġsea 0.5 0.1"], section.Table!.Rows.Select(row => string.Join(' ', row)));
        }
    }

    [Fact]
    public async Task RunAsync_Provenance_CountsRules()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        Write(path, "provenance");

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });

        Assert.Equal(["special 1 33.33", "vectors 2 66.67"], Table(result, "rules").Rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task RunAsync_WordOfVectors_SaysWhereItsVectorComesFrom()
    {
        using TemporaryDirectory directory = new();
        string path = TinyVectors.Write(directory["thing"], [("house", [3f, 4f]), ("water", [1f, 0f])]);

        InspectionResult known = await InspectPath.RunAsync(new InspectOptions { Path = path, Token = "house" });
        InspectionResult unknown = await InspectPath.RunAsync(new InspectOptions { Path = path, Token = "nyumba" });

        Assert.Equal(5.0, Fact(known, "word house", "norm").Real);
        Assert.Equal("its own row", Fact(known, "word house", "from").Text);
        Assert.Equal("nothing: the word is not in the vocabulary", Fact(unknown, "word nyumba", "from").Text);
    }

    [Fact]
    public async Task RunAsync_LargeTextVectors_ReadsOnlyTheBeginning()
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        using (StreamWriter writer = new(path))
        {
            writer.NewLine = "\n";
            writer.WriteLine("400000 20");
            string values = string.Join(' ', Enumerable.Repeat("0.125", 20));
            for (int i = 0; i < 300_000; i++)
                writer.WriteLine($"w{i} {values}");
        }

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path, Limit = 5 });

        Assert.Equal(400_000, Fact(result, "vectors", "words, by the header").Whole);
        Assert.Equal(5, Table(result, "first words").Rows.Count);
        Assert.Contains(result.Warnings, warning => warning.Contains("only the beginning", StringComparison.Ordinal));
    }

    public static TheoryData<string, byte[]> Unknown() => new()
    {
        { "empty", [] },
        { "prose", "This is a text of several words that says nothing to a program.\nIt goes on for another line of them.\n"u8.ToArray() },
        { "zeros", new byte[1000] },
        { "random", Random(5000) },
        { "pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n"u8.ToArray() },
        { "page", "<!DOCTYPE html><html></html>"u8.ToArray() },
        { "utf-16", [0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0] },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task RunAsync_UnknownFile_SaysWhatWasTried(string name, byte[] content)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory[name], content);

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = directory[name] }));

        Assert.Equal(directory[name], error.Place);
        Assert.Contains("safetensors file", error.Expected, StringComparison.Ordinal);
        Assert.Contains("word vectors", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NothingThere_SaysSo()
    {
        using TemporaryDirectory directory = new();

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = directory["none"] }));

        Assert.Equal("no such file", error.Found);
    }

    [Fact]
    public async Task RunAsync_DirectoryOfNoKind_NamesItsFiles()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["letter.txt"], "dear");

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = directory.Path }));

        Assert.Contains("letter.txt", error.Found, StringComparison.Ordinal);
    }

    /// <summary>Whatever is cut off or changed in a file, the answer is a result or an error of the family with a place.</summary>
    [Theory]
    [InlineData("safetensors")]
    [InlineData("vec")]
    [InlineData("word2vec binary")]
    [InlineData("dictionary with tabs")]
    [InlineData("manifest")]
    [InlineData("provenance")]
    [InlineData("json lines")]
    public async Task RunAsync_DamagedFile_NeverEndsInAnotherError(string content)
    {
        using TemporaryDirectory directory = new();
        string path = directory["thing"];
        Write(path, content);
        byte[] whole = File.ReadAllBytes(path);
        TinyGenerator generator = new(42);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = round < 100 ? whole[..generator.Next(whole.Length)] : [.. whole];
            for (int change = 0; round >= 100 && change < 4; change++)
                damaged[generator.Next(damaged.Length)] = (byte)generator.Next(256);
            File.WriteAllBytes(path, damaged);
            try
            {
                InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });
                Assert.NotEmpty(JsonSerializer.Serialize(result, InspectionJson.Default.InspectionResult));
            }
            catch (InvalidInputException error)
            {
                Assert.StartsWith(path, error.Place, StringComparison.Ordinal);
                Assert.NotEqual("", error.Hint);
            }
        }
    }

    [Fact]
    public async Task RunAsync_ResultAsJson_ReadsBackEqual()
    {
        using TemporaryDirectory directory = new();
        Write(directory["thing"], "safetensors");
        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory["thing"] });

        string json = JsonSerializer.Serialize(result, InspectionJson.Default.InspectionResult);
        InspectionResult back = JsonSerializer.Deserialize(json, InspectionJson.Default.InspectionResult)!;

        Assert.Equal(json, JsonSerializer.Serialize(back, InspectionJson.Default.InspectionResult));
        Assert.Equal(2, Fact(back, "tensors", "tensors").Whole);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Stops()
    {
        using TemporaryDirectory directory = new();
        Write(directory["thing"], "provenance");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InspectPath.RunAsync(
            new InspectOptions { Path = directory["thing"] }, null, new CancellationToken(canceled: true)));
    }

    private static InspectionValue Fact(InspectionResult result, string section, string fact) =>
        result.Sections.Single(item => item.Title == section).Facts.Single(item => item.Name == fact).Value;

    private static InspectionTable Table(InspectionResult result, string section) => result.Sections.Single(item => item.Title == section).Table!;

    private static void Write(string path, string content)
    {
        switch (content)
        {
            case "safetensors":
                using (SafetensorsWriter writer = SafetensorsWriter.Create(
                    path, [TensorSpec.Create("matrix", ElementType.F32, [3, 2]), TensorSpec.Create("bias", ElementType.F16, [4])]))
                {
                    writer.Write(new byte[32]);
                    writer.Complete();
                }

                break;
            case "vec":
                TinyVectors.Write(path, TinyVectors.Hashed(4, "house", "water", "tree"));
                break;
            case "vec without header":
                File.WriteAllText(path, "house 0.5 0.25 -1\nwater 1 0 0\ntree 0.1 0.2 0.3\n");
                break;
            case "word2vec binary":
                WriteBinary(path, TinyVectors.Hashed(4, "house", "water", "tree"));
                break;
            default:
                File.WriteAllText(path, Texts[content]);
                break;
        }
    }

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["dictionary with tabs"] = "house\tnyumba\nclear water\tmaji safi\n\ntree\tmti\n",
        ["dictionary with spaces"] = "house nyumba\nwater maji\ntree mti\n",
        ["dictionary with scores"] = "house\tnyumba\t0.9\nwater\tmaji\t0.8\ntree\tmti\t1\n",
        ["dictionary with numbers"] = "one 1\ntwo 2\nthree 3\nfour 4\n",
        ["manifest"] = """{"schema": "calque.manifest/1", "calque": "0.1.0", "operation": "transfer", "rules": [{"rule": "special", "tokens": 3}], "warnings": ["careful"]}""",
        ["provenance"] = """
            {"id":0,"token":"<s>","surface":"<s>","rule":"special","sources":[{"id":3,"token":"[CLS]","similarity":1,"weight":1}]}
            {"id":1,"token":"Ġmaji","surface":"maji","rule":"vectors","sources":[{"id":7,"token":"Ġwater","similarity":0.75,"weight":0.9},{"id":8,"token":"Ġsea","similarity":0.5,"weight":0.1}]}
            {"id":2,"token":"nyumba","surface":"nyumba","rule":"vectors","sources":[{"id":5,"token":"house","similarity":0.75,"weight":1}]}

            """,
        ["json lines"] = "{\"ids\": [1, 2]}\n{\"ids\": [3]}\n",
        ["special tokens"] = """{"bos_token": "<s>", "eos_token": {"content": "</s>"}}""",
        ["shard index"] = """{"metadata": {"total_size": 5}, "weight_map": {"a": "model-00001-of-00002.safetensors"}}""",
        ["config"] = """{"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": 5}""",
    };

    private static void WriteBinary(string path, IReadOnlyList<(string Word, float[] Vector)> words)
    {
        using FileStream file = File.Create(path);
        file.Write(Encoding.UTF8.GetBytes($"{words.Count} {words[0].Vector.Length}\n"));
        Span<byte> value = stackalloc byte[4];
        foreach ((string word, float[] vector) in words)
        {
            file.Write(Encoding.UTF8.GetBytes(word + " "));
            foreach (float number in vector)
            {
                BinaryPrimitives.WriteSingleLittleEndian(value, number);
                file.Write(value);
            }

            file.WriteByte((byte)'\n');
        }
    }

    private static void Pack(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        using GZipStream packed = new(File.Create(path), CompressionLevel.Fastest);
        packed.Write(content);
    }

    private static byte[] Random(int count)
    {
        TinyGenerator generator = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)generator.Next(256))];
    }
}
