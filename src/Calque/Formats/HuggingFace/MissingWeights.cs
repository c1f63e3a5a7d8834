using System;
using System.IO;
using System.Linq;

namespace Calque.Formats.HuggingFace;

/// <summary>Says what a directory holds in place of weights that can be read, and how to get from there to such weights.</summary>
internal static class MissingWeights
{
    private const string Expected = "model.safetensors or pytorch_model.bin";

    /// <summary>The refusal of a directory without readable weights.</summary>
    public static InvalidModelException Refuse(string directory)
    {
        string[] names = [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (First(names, ".gguf") is string gguf)
        {
            return new InvalidModelException(
                directory, $"'{gguf}', a GGUF file, and no other weights", Expected,
                "GGUF files are mostly quantised and carry no whole model directory; use the model that it was converted from.");
        }
        if (First(names, ".h5", ".ckpt", ".index", ".msgpack") is string other)
        {
            return new InvalidModelException(
                directory, $"'{other}', TensorFlow or Flax weights, and no other weights", Expected,
                "Convert it once with transformers: AutoModel.from_pretrained(DIR, from_tf=True or from_flax=True).save_pretrained(NEW_DIR).");
        }
        if (names.Contains("adapter_model.safetensors") || names.Contains("adapter_model.bin"))
        {
            return new InvalidModelException(
                directory, "an adapter and no weights of its own", Expected,
                "Merge the adapter into its base model first (peft: merge_and_unload) and save the whole model.");
        }
        if (First(names, ".safetensors", ".bin", ".pt", ".pth") is string misnamed)
        {
            return new InvalidModelException(
                directory, $"'{misnamed}' and no weights under their usual name", Expected + ", or their index of shards",
                "Rename the file if it is the whole model.");
        }
        return new InvalidModelException(
            directory, "no weights", Expected, "If the repository was cloned, run `git lfs pull`; otherwise download the weights.");
    }

    private static string? First(string[] names, params string[] endings) =>
        names.FirstOrDefault(name => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
