using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.IO;
using Calque.Tokenizers;
using Calque.Transfer;
using Calque.Transfer.Evidence;
using Calque.Transfer.Rules;

namespace Calque.World;

/// <summary>
/// Transfers the embedded world's model of language A to language B and compares what came out with the gold dictionary and with
/// the rows that would have been right. The verb <c>calque demo</c>.
/// </summary>
public static class RunDemo
{
    /// <summary>Runs the demonstration; some seconds.</summary>
    /// <exception cref="InvalidOptionException">An option cannot have its value, or the output exists.</exception>
    public static async Task<DemoResult> RunAsync(
        DemoOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        string directory;
        if (options.Output is null)
        {
            directory = Directory.CreateTempSubdirectory("calque-demo-").FullName;
            Directory.CreateDirectory(Path.Combine(directory, "inputs"));
        }
        else
        {
            // The inputs are put in place first, so that the paths in the transfer's manifest are those that stay.
            using OutputDirectory output = OutputDirectory.Create(options.Output, options.Overwrite);
            Directory.CreateDirectory(Path.Combine(output.WorkingPath, "inputs"));
            output.Commit();
            directory = options.Output;
        }

        bool keep = false;
        try
        {
            DemoResult result = await RunAsync(options, directory, progress, cancellationToken).ConfigureAwait(false);
            keep = options.Output is not null;
            return result;
        }
        finally
        {
            if (!keep)
                Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<DemoResult> RunAsync(
        DemoOptions options, string directory, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new OperationProgress("world", 0, 0, "concepts"));
        string inputs = Path.Combine(directory, "inputs"), modelPath = Path.Combine(directory, "model");
        string sourceModel = Path.Combine(inputs, "source-model"), dictionary = Path.Combine(inputs, "dictionary.tsv");
        string targetTokenizer = Path.Combine(inputs, "tokenizers", "b-bytelevel");
        EmbeddedWorld.Extract(inputs);
        ArtificialWorld world = ArtificialWorld.Create();
        GoldDictionary gold = new(world, world.A, world.B);
        IReadOnlyList<GoldEntry> given = gold.DrawEntries(options.DictionaryLines);
        await using (FileStream stream = File.Create(dictionary))
            WorldText.WriteDictionary(stream, given);
        WorldModel truth = WriteSourceModel(world, Path.Combine(inputs, "tokenizers", "a-wordpiece"), sourceModel);

        TransferResult transfer = await TransferModel.RunAsync(
            new TransferOptions
            {
                SourceModel = sourceModel,
                TargetTokenizer = targetTokenizer,
                SourceEmbeddings = Path.Combine(inputs, "a.bin"),
                TargetEmbeddings = Path.Combine(inputs, "b.bin"),
                Dictionary = dictionary,
                Seed = options.Seed,
                Threads = options.Threads,
                Output = modelPath,
            },
            progress, cancellationToken).ConfigureAwait(false);

        Tokenizer source = Tokenizer.Load(sourceModel), target = Tokenizer.Load(modelPath);
        IReadOnlyList<TransferredToken> tokens = Provenance.Read(Path.Combine(modelPath, ProvenanceWriter.FileName), source, target);
        return new DemoResult(
            options.Output, source.VocabularySize, target.VocabularySize, given.Count,
            GoldScore.Compute(tokens, world.B, gold, given),
            CountRightRows(world, truth, tokens, modelPath),
            transfer.Manifest.Rules.Where(rule => rule.Rule == RandomDrawRule.RuleName).Sum(rule => rule.Tokens),
            ChooseExamples(tokens, world.B, gold, options.Examples));
    }

    private static WorldModel WriteSourceModel(ArtificialWorld world, string tokenizer, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (string file in Directory.GetFiles(tokenizer))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        WorldModel model = WorldModel.Create(world, Tokenizer.Load(directory), WorldModelKind.Bert);
        model.Write(directory);
        return model;
    }

    private static int CountRightRows(ArtificialWorld world, WorldModel truth, IReadOnlyList<TransferredToken> tokens, string path)
    {
        using ModelDirectory model = ModelDirectory.Open(path);
        ModelTensor embedding = model.VocabularyTensors[0].Tensor;
        double[] row = new double[model.HiddenSize];
        int right = 0;
        foreach (TransferredToken token in tokens.Where(token => GoldScore.IsWholeWord(token, world.B)))
        {
            int bytes = row.Length * sizeof(float);
            ReadOnlySpan<float> stored = MemoryMarshal.Cast<byte, float>(embedding.GetBytes((long)token.Id * bytes, bytes));
            for (int j = 0; j < row.Length; j++)
                row[j] = stored[j];
            right += world.B.Lexicon.GetConcepts(token.Surface).Contains(truth.Input.FindNearestConcept(row)) ? 1 : 0;
        }

        return right;
    }

    // Evenly over the vocabulary, so that frequent and rare words, right ones and wrong ones stand there as they come.
    private static DemoExample[] ChooseExamples(IReadOnlyList<TransferredToken> tokens, ArtificialLanguage language, GoldDictionary gold, int count)
    {
        TransferredToken[] words = [.. tokens.Where(token => GoldScore.IsWholeWord(token, language))];
        count = Math.Min(count, words.Length);
        return
        [
            .. Enumerable.Range(0, count).Select(i => words[(int)((2L * i + 1) * words.Length / (2L * count))]).Select(token => new DemoExample(
                token.Surface,
                gold.Translate(token.Surface),
                [.. token.Neighbors.Take(3)],
                token.Neighbors.Count > 0 && gold.IsTranslation(token.Neighbors[0].Surface, token.Surface))),
        ];
    }
}
