using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A WordPiece tokenizer as vocab.txt.</summary>
internal sealed class WordPieceVocabularyFormat() : FuzzFormat("vocab-txt")
{
    private const string Words = "[PAD]\n[unused0]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nhouse\n##s\n##e\na\nb\n##b\n,\n中\né\n12\n";

    public override long AllocationBase => TokenizerUse.Memory;

    public override void Use(string directory) => TokenizerUse.Exercise(Tokenizer.Load(directory));

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        [new FuzzFile("vocab.txt", Encoding.UTF8.GetBytes(Words), FuzzShape.Lines)],
        [
            new FuzzFile("vocab.txt", Encoding.UTF8.GetBytes(Words.Replace("\n", "\r\n", System.StringComparison.Ordinal)), FuzzShape.Lines),
            new FuzzFile("tokenizer_config.json", "{\"do_lower_case\":false,\"strip_accents\":null,\"tokenize_chinese_chars\":true,\"tokenizer_class\":\"BertTokenizer\",\"model_max_length\":512}"u8.ToArray(), FuzzShape.Json),
        ],
    ];
}
