using System.Collections.Generic;
using System.Text.Json.Nodes;
using Calque.Tests.OpensElsewhere;
using Calque.Tokenizers;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>The files beside a tokenizer that name its special tokens.</summary>
internal sealed class TokenizerConfigFormat() : FuzzFormat("tokenizer-config")
{
    private static readonly JsonObject s_config = (JsonObject)JsonNode.Parse("""{"bos_token_id":0,"eos_token_id":[1,2],"pad_token_id":3,"unk_token_id":99}""")!;

    public override long AllocationBase => TokenizerUse.Memory;

    public override void Use(string directory) => TokenizerUse.Exercise(Tokenizer.Load(directory), s_config);

    protected override IReadOnlyList<FuzzFile[]> MakeInputs()
    {
        FuzzFile[] files = Capture(
            path => TransferCase.WriteTokenizer(path, "Unigram", ["<s>", "</s>", "<unk>", "<pad>", "<mask>"], TransferCase.TargetWords), _ => FuzzShape.Json, "tokenizer.json");
        FuzzFile objects = new(
            "special_tokens_map.json",
            """{"additional_special_tokens":["<x>",{"content":"<mask>","lstrip":false}],"cls_token":{"__type":"AddedToken","content":"<s>","single_word":false},"bos_token":null}"""u8.ToArray(), FuzzShape.Json);
        FuzzFile decoder = new(
            "tokenizer_config.json",
            """{"added_tokens_decoder":{"0":{"content":"<s>","special":true},"4":{"content":"<mask>","lstrip":true,"special":true}},"unk_token":"<unk>","model_max_length":1000000000000000019884624838656,"extra_special_tokens":{"image_token":"<image>"}}"""u8.ToArray(),
            FuzzShape.Json);
        FuzzFile added = new("added_tokens.json", """{"<x>":25,"<y>":26}"""u8.ToArray(), FuzzShape.Json);
        FuzzFile tokenizer = System.Array.Find(files, file => file.Name == "tokenizer.json")!; // the one that was asked for
        return [files, [tokenizer, objects, decoder, added]];
    }
}
