using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.Commands;

/// <summary>A transfer that would work, and the ways to break one of its inputs.</summary>
internal static class BrokenInputs
{
    /// <summary>What is broken, and how. Each leaves everything else as it works.</summary>
    public static IReadOnlyDictionary<string, Action<string>> Ways { get; } = new Dictionary<string, Action<string>>
    {
        ["tokenizer larger than the embedding"] = root => TransferCase.WriteTokenizer(
            In(root, "source"), "ByteLevel", ["<unk>", "<pad>", "<s>", "</s>", "<mask>"], [.. TransferCase.SourceWords, "one", "more"]),
        ["no config.json"] = root => File.Delete(In(root, "source", "config.json")),
        ["config.json is no JSON"] = root => File.WriteAllText(In(root, "source", "config.json"), "{\"model_type\": \"gpt2\","),
        ["config.json is a list"] = root => File.WriteAllText(In(root, "source", "config.json"), "[1, 2]"),
        ["weights are a Git LFS pointer"] = root => File.WriteAllText(
            In(root, "source", "model.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:" + new string('a', 64) + "\nsize 548105171\n"),
        ["weights are cut"] = root => Cut(In(root, "source", "model.safetensors"), 200),
        ["weights are cut in the header"] = root => Truncate(In(root, "source", "model.safetensors"), 40),
        ["weights are empty"] = root => File.WriteAllBytes(In(root, "source", "model.safetensors"), []),
        ["weights are missing"] = root => File.Delete(In(root, "source", "model.safetensors")),
        ["model directory is missing"] = root => Directory.Delete(In(root, "source"), recursive: true),
        ["source tokenizer is missing"] = root => File.Delete(In(root, "source", "tokenizer.json")),
        ["source tokenizer is cut"] = root => Cut(In(root, "source", "tokenizer.json"), 30),
        ["target tokenizer is missing"] = root => Directory.Delete(In(root, "target"), recursive: true),
        ["target tokenizer is no JSON"] = root => File.WriteAllText(In(root, "target", "tokenizer.json"), "<!DOCTYPE html><html></html>"),
        ["target tokenizer has another form"] = root => File.WriteAllText(In(root, "target", "tokenizer.json"), "{\"model\": {\"type\": \"Unheard\"}}"),
        ["dictionary is missing"] = root => File.Delete(In(root, "dictionary.txt")),
        ["dictionary is empty"] = root => File.WriteAllText(In(root, "dictionary.txt"), ""),
        ["dictionary has no pair"] = root => File.WriteAllText(In(root, "dictionary.txt"), "alone\n\nsolitary\n"),
        ["dictionary has no usable pair"] = root => File.WriteAllText(In(root, "dictionary.txt"), "unheard\tneversaid\nspoken\tnoword\n"),
        ["dictionary is a directory"] = root => ToDirectory(In(root, "dictionary.txt")),
        ["dictionary is binary"] = root => File.WriteAllBytes(In(root, "dictionary.txt"), [0xFF, 0xFE, 0x00, 0x41, 0x00, 0x80, 0x81, 0x0A, 0xFF]),
        ["source vectors are missing"] = root => File.Delete(In(root, "source.vec")),
        ["source vectors are NaN"] = root => Values(In(root, "source.vec"), "nan"),
        ["target vectors are infinite"] = root => Values(In(root, "target.vec"), "inf"),
        ["target vectors are empty"] = root => File.WriteAllText(In(root, "target.vec"), ""),
        ["target vectors are a web page"] = root => File.WriteAllText(In(root, "target.vec"), "<!DOCTYPE html>\n<html><body>404</body></html>\n"),
        ["target vectors are words alone"] = root => File.WriteAllLines(In(root, "target.vec"), TransferCase.TargetWords),
        ["target vectors are a cut model"] = root => File.WriteAllBytes(In(root, "target.vec"), [0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0, 6, 0, 0, 0]),
        ["dictionary is gzip cut short"] = root => File.WriteAllBytes(In(root, "dictionary.txt"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]),
    };

    /// <summary>Writes the inputs that work and returns the command line that uses them.</summary>
    public static string[] Write(string root)
    {
        TransferOptions options = TransferCase.Write(root, new TinyModelOptions { ModelType = "gpt2" }, "Unigram");
        return
        [
            "transfer", "--source-model", options.SourceModel!, "--target-tokenizer", options.TargetTokenizer, "--source-embeddings", options.SourceEmbeddings!,
            "--target-embeddings", options.TargetEmbeddings!, "--dictionary", options.Dictionary!, "--neighbors", "3",
            "--threads", "1", "--output", options.Output!,
        ];
    }

    private static string In(params string[] parts) => Path.Combine(parts);

    private static void Cut(string path, int bytes) => Truncate(path, new FileInfo(path).Length - bytes);

    private static void Truncate(string path, long length)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static void ToDirectory(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private static void Values(string path, string value) => File.WriteAllLines(
        path, File.ReadAllLines(path).Select((line, i) => i == 0 ? line : string.Join(' ', line.Split(' ').Select((field, j) => j == 0 ? field : value))));
}
