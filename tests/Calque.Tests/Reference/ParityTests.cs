using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.Numerics.Randomness;
using Calque.Tests.Support;
using Calque.Transfer;
using Calque.Vectors;
using Calque.World;
using Xunit;
using Xunit.Abstractions;

namespace Calque.Tests.Reference;

/// <summary>Transferred rows against the published equations: at least 99.5 % within 1e-5 of the row's norm.</summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(SubwordVectorMode.Ngrams, 3500)]
    [InlineData(SubwordVectorMode.Frequency, 3500)]
    public async Task RunAsync_World_GivesTheRowsOfTheEquations(SubwordVectorMode mode, int atLeast)
    {
        using TemporaryDirectory directory = new();
        await RunDemo.RunAsync(new DemoOptions { Output = directory["demo"] });

        ParityReport report = await ParityRun.RunAsync(new TransferOptions
        {
            SourceModel = directory["demo/inputs/source-model"],
            TargetTokenizer = directory["demo/inputs/tokenizers/b-bytelevel"],
            SourceEmbeddings = directory["demo/inputs/a.bin"],
            TargetEmbeddings = directory["demo/inputs/b.bin"],
            Dictionary = directory["demo/inputs/dictionary.tsv"],
            SubwordVectors = mode,
            Output = directory["transferred"],
        });

        Check(report, atLeast);
    }

    [VectorsTheory]
    [InlineData("sw-bpe-50k", SubwordVectorMode.Ngrams)]
    [InlineData("sw-bpe-50k", SubwordVectorMode.Frequency)]
    [InlineData("sw-unigram-50k", SubwordVectorMode.Ngrams)]
    [InlineData("sw-unigram-50k", SubwordVectorMode.Frequency)]
    public async Task RunAsync_EnglishToSwahili_GivesTheRowsOfTheEquations(string targetTokenizer, SubwordVectorMode mode)
    {
        using TemporaryDirectory directory = new();
        UnpackTokenizer("bert-base-uncased", directory["source"]);
        UnpackTokenizer(targetTokenizer, directory["target"]);
        WriteBert(directory["source"]);

        ParityReport report = await ParityRun.RunAsync(new TransferOptions
        {
            SourceModel = directory["source"],
            TargetTokenizer = directory["target"],
            SourceEmbeddings = Path.Combine(VectorsTheoryAttribute.Folder!, "eng.bin"),
            TargetEmbeddings = Path.Combine(VectorsTheoryAttribute.Folder!, "swh.bin"),
            Dictionary = Fixtures.Shared("dictionaries", "pairs", "eng-swh.train.txt.gz"),
            SubwordVectors = mode,
            Output = directory["transferred"],
        });

        Check(report, 10_000);
    }

    private void Check(ParityReport report, int atLeast)
    {
        output.WriteLine(report.ToString());
        foreach (RowDifference difference in report.Differences.Take(20))
            output.WriteLine(difference.ToString());
        Assert.True(report.Compared >= atLeast, report.ToString());
        Assert.True(report.Share >= 0.995, report.ToString());
    }

    // Only the embedding matters, and its width does not: 32 values drawn for each row.
    private static void WriteBert(string directory)
    {
        const int Rows = 30522, Width = 32;
        File.WriteAllText(
            Path.Combine(directory, "config.json"),
            """{"model_type": "bert", "architectures": ["BertForMaskedLM"], "vocab_size": 30522, "hidden_size": 32, "pad_token_id": 0}""");
        double[] drawn = new double[Rows * Width];
        new KeyedRandom(1, "parity", "rows").FillNormal(drawn);
        float[] values = [.. drawn.Select(value => (float)value)];
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            Path.Combine(directory, "model.safetensors"), [TensorSpec.Create("bert.embeddings.word_embeddings.weight", ElementType.F32, [Rows, Width])]);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        writer.Complete();
    }

    private static void UnpackTokenizer(string name, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (string file in Directory.GetFiles(Fixtures.Shared("tokenizers", name)))
        {
            using Stream packed = File.OpenRead(file);
            using Stream source = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(packed, CompressionMode.Decompress) : packed;
            using Stream target = File.Create(Path.Combine(directory, file.EndsWith(".gz", StringComparison.Ordinal)
                ? Path.GetFileNameWithoutExtension(file) : Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}
