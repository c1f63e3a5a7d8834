using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Calque.Tests.Fuzz.Mutations;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Tokenizers.Corpora;
using Calque.Vectors;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>The texts that verbs are given: lines to encode, JSON lines to encode or decode, words whose vectors are wanted.</summary>
internal sealed class TextInputFormat : FuzzFormat
{
    private static readonly Lazy<string> s_tools = new(WriteTools);
    private readonly string _file;
    private readonly string[] _inputs;
    private readonly Action<string> _use;

    private TextInputFormat(string name, string file, string[] inputs, Action<string> use)
        : base(name)
    {
        _file = file;
        _inputs = inputs;
        _use = use;
    }

    public static TextInputFormat EncodeText { get; } = new("encode-text", "in.txt", ["the house\n\nnyumba é\u0301 中 <unk>\n  x\t\n"], Encode);

    public static TextInputFormat EncodeJson { get; } = new("encode-json", "in.jsonl", ["{\"text\": \"the house\"}\n{\"id\": 3, \"text\": \"é\\ud83d\\ude00\"}\n\n"], Encode);

    public static TextInputFormat Decode { get; } = new("decode", "in.jsonl", ["{\"ids\": [5, 6, 7]}\n{\"ids\": []}\n{\"tokens\": [\"a\"], \"ids\": [99, 0]}\n"], path =>
        DecodeFile.RunAsync(new DecodeFileOptions { Tokenizer = Path.Combine(s_tools.Value, "tokenizer"), Input = path, Output = "/dev/null", Threads = 1 }).GetAwaiter().GetResult());

    public static TextInputFormat Words { get; } = new("words", "words.txt", ["house\n water \nunheard\n\né\n"], path =>
        ShowVectors.RunAsync(new ShowVectorsOptions { Embeddings = Path.Combine(s_tools.Value, "vectors.vec"), Input = path, Output = "/dev/null" }).GetAwaiter().GetResult());

    public override long AllocationBase => 2 * TokenizerUse.Memory;

    public override void Use(string directory)
    {
        foreach (string path in Directory.EnumerateFiles(directory))
            _use(path);
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs()
    {
        List<FuzzFile[]> inputs = [];
        foreach (string input in _inputs)
        {
            inputs.Add([new FuzzFile(_file, Encoding.UTF8.GetBytes(input), FuzzShape.Lines)]);
            inputs.Add([new FuzzFile(_file + ".gz", GzipMutations.Pack(Encoding.UTF8.GetBytes(input)), FuzzShape.GzipOfLines)]);
        }

        return inputs;
    }

    private static void Encode(string path) => EncodeFile.RunAsync(
        new EncodeFileOptions { Tokenizer = Path.Combine(s_tools.Value, "tokenizer"), Input = path, Output = "/dev/null", Threads = 1 }).GetAwaiter().GetResult();

    // Kept for the process: a tokenizer and vectors that the inputs are for.
    private static string WriteTools()
    {
        string tools = Directory.CreateTempSubdirectory("calque-fuzz-tools-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(tools, recursive: true);
        TransferCase.WriteTokenizer(Path.Combine(tools, "tokenizer"), "ByteFallback", ["<unk>", "<s>"], TransferCase.SourceWords);
        TinyVectors.Write(Path.Combine(tools, "vectors.vec"), TinyVectors.Hashed(4, TransferCase.SourceWords));
        return tools;
    }
}
