using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;
using Calque.Transfer;
using Calque.Transfer.Evidence;
using Calque.Vectors;

namespace Calque.Tests.Reference;

/// <summary>Transfers a model and computes the same by the reference. Of the library, the reference gets the tokenizers only.</summary>
internal static class ParityRun
{
    public static async Task<ParityReport> RunAsync(TransferOptions options)
    {
        await TransferModel.RunAsync(options);
        using ModelDirectory before = ModelDirectory.Open(options.SourceModel!), after = ModelDirectory.Open(options.Output!);
        Tokenizer source = Tokenizer.Load(options.SourceModel!), target = Tokenizer.Load(options.TargetTokenizer);
        ReferenceFastText sourceVectors = ReferenceFastText.Read(options.SourceEmbeddings!);
        ReferenceFastText targetVectors = ReferenceFastText.Read(options.TargetEmbeddings!);
        KeyValuePair<string, string>[] dictionary = [.. ReadDictionary(options.Dictionary!)];

        WechselReference reference = options.SubwordVectors == SubwordVectorMode.Ngrams
            ? WechselReference.ComputeNgrams(Describe(source), Describe(target), sourceVectors, targetVectors, dictionary)
            : WechselReference.ComputeFrequency(
                Describe(source), Describe(target), sourceVectors, targetVectors, text => Encode(source, text), text => Encode(target, text), dictionary);
        IReadOnlyList<int>[] chosen = ReadSources(Path.Combine(options.Output!, ProvenanceWriter.FileName));
        return RowComparison.Compare(reference, ReadRows(before), ReadRows(after), before.HiddenSize, id => chosen[id]);
    }

    private static ReferenceToken[] Describe(Tokenizer tokenizer) =>
        [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id =>
        {
            TokenSurface surface = tokenizer.GetSurface(id);
            return new ReferenceToken(surface.Kind is TokenSurfaceKind.Text or TokenSurfaceKind.Byte && surface.Text.Length > 0 ? surface.Text : null, surface.BeginsWord, tokenizer.IsSpecial(id));
        })];

    private static List<int> Encode(Tokenizer tokenizer, string text)
    {
        List<int> ids = [];
        tokenizer.EncodeIds(Encoding.UTF8.GetBytes(text), ids);
        return ids;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadDictionary(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        while (reader.ReadLine() is string line)
        {
            string[] words = line.Split('\t');
            if (words.Length == 2)
                yield return new(words[0], words[1]);
        }
    }

    private static IReadOnlyList<int>[] ReadSources(string path) =>
        [.. File.ReadLines(path).Select(line =>
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return (IReadOnlyList<int>)[.. document.RootElement.GetProperty("sources").EnumerateArray().Select(one => one.GetProperty("id").GetInt32())];
        })];

    private static float[] ReadRows(ModelDirectory model)
    {
        ModelTensor tensor = model.VocabularyTensors[0].Tensor;
        return MemoryMarshal.Cast<byte, float>(tensor.GetBytes(0, checked((int)tensor.Length))).ToArray();
    }
}
