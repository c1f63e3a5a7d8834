using System.Collections.Generic;
using System.IO;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>The small JSON files of a model and of the target tokenizer, through a whole transfer without word vectors.</summary>
internal sealed class ModelConfigFormat() : FuzzFormat("model-config")
{
    public override long AllocationBase => 2 * TokenizerUse.Memory;

    public override void Use(string directory)
    {
        TransferOptions options = new()
        {
            SourceModel = Path.Combine(directory, "source"),
            TargetTokenizer = Path.Combine(directory, "target"),
            Method = "random",
            Output = Path.Combine(directory, "output"),
            Threads = 1,
            Overwrite = true,
        };
        TransferModel.RunAsync(options).GetAwaiter().GetResult();
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        Make(new TinyModelOptions { ModelType = "gpt2", Hidden = 4, Tied = false }),
        Make(new TinyModelOptions { ModelType = "roberta", Hidden = 4 }),
    ];

    private static FuzzFile[] Make(TinyModelOptions model) => Capture(
        path =>
        {
            TransferCase.Write(path, model, "Unigram");
            foreach (string vectors in Directory.EnumerateFiles(path))
                File.Delete(vectors);
        },
        _ => FuzzShape.Json, "source/model.safetensors", "source/tokenizer.json", "target/tokenizer.json", "source/README.md");
}
