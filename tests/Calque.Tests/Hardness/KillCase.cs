using System.IO;
using System.Linq;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.World;

namespace Calque.Tests.Hardness;

/// <summary>A command line that writes an output, in two variants whose outputs differ, so that each can stand in the other's way.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Output">The directory or file that is written.</param>
/// <param name="First">Command line of the first variant, without the output.</param>
/// <param name="Second">Command line of the second.</param>
internal sealed record KillCase(string Name, string Output, string[] First, string[] Second)
{
    public static readonly string[] Names = ["transfer", "plan-only", "encode", "vectors"];

    /// <summary>Writes the inputs of a case: the known-answer world, with a model of three shards.</summary>
    public static KillCase Write(string name, string root)
    {
        string world = Path.Combine(root, "world");
        EmbeddedWorld.Extract(world);
        string source = Path.Combine(world, "tokenizers", "a-bytelevel");
        string target = Path.Combine(world, "tokenizers", "b-bytelevel");
        string output = Path.Combine(root, "output");
        return name switch
        {
            "transfer" => new KillCase(name, output, [.. Transfer(root, world, source, target), "--seed", "1"], [.. Transfer(root, world, source, target), "--seed", "2"]),
            "plan-only" => new KillCase(
                name, output, [.. Transfer(root, world, source, target), "--plan-only", "--seed", "1"], [.. Transfer(root, world, source, target), "--plan-only", "--seed", "2"]),
            "encode" => Encode(root, world, source, output),
            _ => Vectors(root, world, output),
        };
    }

    public string[] Arguments(bool second) => [.. second ? Second : First, "--output", Output, "--quiet"];

    private static string[] Transfer(string root, string world, string source, string target)
    {
        string model = Path.Combine(root, "model");
        if (!Directory.Exists(model))
        {
            TinyModels.Write(model, new TinyModelOptions { ModelType = "gpt2", Vocabulary = Tokenizer.Load(source).VocabularySize, Hidden = 128, Tied = false, Shards = 3 });
            foreach (string file in Directory.EnumerateFiles(source))
                File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        }

        return
        [
            "transfer", "--source-model", model, "--target-tokenizer", target, "--source-embeddings", Path.Combine(world, "a.bin"),
            "--target-embeddings", Path.Combine(world, "b.bin"), "--dictionary", Path.Combine(world, "a-b.tsv"), "--threads", "1", "--force",
        ];
    }

    private static KillCase Encode(string root, string world, string source, string output)
    {
        string text = string.Join(' ', File.ReadLines(Path.Combine(world, "a-b.tsv")).Select(line => line.Split('\t')[0]));
        foreach (string part in (string[])["1", "2"])
            File.WriteAllLines(Path.Combine(root, $"text{part}.txt"), Enumerable.Repeat(text, 40).Prepend(part));
        string[] shared = ["tokenizer", "encode", "--tokenizer", source, "--threads", "1", "--input"];
        return new KillCase("encode", output, [.. shared, Path.Combine(root, "text1.txt")], [.. shared, Path.Combine(root, "text2.txt")]);
    }

    private static KillCase Vectors(string root, string world, string output)
    {
        string[] words = [.. File.ReadLines(Path.Combine(world, "a-b.tsv")).Select(line => line.Split('\t')[0])];
        foreach (string part in (string[])["1", "2"])
            File.WriteAllLines(Path.Combine(root, $"words{part}.txt"), Enumerable.Repeat(words, 3).SelectMany(some => some).Prepend(part));
        string[] shared = ["vectors", "show", "--embeddings", Path.Combine(world, "a.bin"), "--input"];
        return new KillCase("vectors", output, [.. shared, Path.Combine(root, "words1.txt")], [.. shared, Path.Combine(root, "words2.txt")]);
    }
}
