using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A byte-level tokenizer as vocab.json and merges.txt.</summary>
internal sealed class VocabularyMergesFormat() : FuzzFormat("vocab-merges")
{
    private const string Vocabulary = """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"a":4,"b":5,"h":6,"e":7,"Ġ":8,"Ã":9,"©":10,"ab":11,"Ġa":12,"Ġab":13,"he":14,"Ġhe":15,"Ã©":16}""";
    private const string Merges = "#version: 0.2\na b\nĠ a\nĠ ab\nh e\nĠ he\nÃ ©\n";

    public override long AllocationBase => TokenizerUse.Memory;

    public override void Use(string directory) => TokenizerUse.Exercise(Tokenizer.Load(directory));

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        [
            new FuzzFile("vocab.json", Encoding.UTF8.GetBytes(Vocabulary), FuzzShape.Json),
            new FuzzFile("merges.txt", Encoding.UTF8.GetBytes(Merges), FuzzShape.Lines),
        ],
        [
            new FuzzFile("vocab.json", Encoding.UTF8.GetBytes(Vocabulary), FuzzShape.Json),
            new FuzzFile("merges.txt", Encoding.UTF8.GetBytes(Merges.Replace("#version: 0.2\n", "", System.StringComparison.Ordinal)), FuzzShape.Lines),
            new FuzzFile("special_tokens_map.json", "{\"bos_token\":\"<s>\",\"mask_token\":{\"content\":\"<mask>\",\"lstrip\":true,\"special\":true}}"u8.ToArray(), FuzzShape.Json),
            new FuzzFile("added_tokens.json", "{\"<mask>\":17}"u8.ToArray(), FuzzShape.Json),
        ],
    ];
}
