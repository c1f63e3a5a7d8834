using System.IO;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

public sealed class SpecialTokensTests
{
    private const string Bare = """{"model":{"type":"WordLevel","unk_token":"<unk>","vocab":{"<unk>":0,"<s>":1,"</s>":2,"<pad>":3,"a":4,"<x>":5,"<y>":6}}}""";

    [Fact]
    public void Resolve_FilesBeside_CountFirst()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Bare);
        File.WriteAllText(directory["special_tokens_map.json"], """{"bos_token":{"content":"<x>","lstrip":false},"additional_special_tokens":["<y>","<z>"]}""");
        File.WriteAllText(directory["tokenizer_config.json"], """{"bos_token":"<s>","pad_token":"</s>","mask_token":null}""");
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        var special = SpecialTokens.Resolve(tokenizer, JsonNode.Parse("""{"bos_token_id":1,"eos_token_id":[2,3],"sep_token_id":4}""")!.AsObject());
        Assert.Equal(5, special.GetId(SpecialTokenRole.BeginningOfSequence));
        Assert.Equal("special_tokens_map.json", special.GetSource(SpecialTokenRole.BeginningOfSequence));
        Assert.Equal(2, special.GetId(SpecialTokenRole.Padding));
        Assert.Equal(2, special.GetId(SpecialTokenRole.EndOfSequence));
        Assert.Equal([SpecialTokenRole.EndOfSequence, SpecialTokenRole.Padding], special.GetRoles(2));
        Assert.Null(special.GetId(SpecialTokenRole.Separator)); // an id that falls on an ordinary word
        Assert.Null(special.GetId(SpecialTokenRole.Mask));
        Assert.Equal([1, 6], special.Additional);
        Assert.True(tokenizer.IsSpecial(6));
        Assert.False(tokenizer.IsSpecial(4));
        Assert.NotEmpty(special.Warnings);
    }

    [Fact]
    public void Resolve_NothingBeside_TakesConfigThenPostProcessorThenNames()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Bare.Replace("{\"model\"", "{\"post_processor\":{\"type\":\"RobertaProcessing\",\"sep\":[\"<y>\",6],\"cls\":[\"<x>\",5]},\"model\"", System.StringComparison.Ordinal));
        var special = SpecialTokens.Resolve(Tokenizer.Load(directory.Path), JsonNode.Parse("""{"bos_token_id":1,"pad_token_id":null}""")!.AsObject());
        Assert.Equal(1, special.GetId(SpecialTokenRole.BeginningOfSequence));
        Assert.Equal(6, special.GetId(SpecialTokenRole.EndOfSequence));
        Assert.Equal(5, special.GetId(SpecialTokenRole.Classification));
        Assert.Equal(3, special.GetId(SpecialTokenRole.Padding));
        Assert.Equal(0, special.GetId(SpecialTokenRole.Unknown));
        Assert.Equal("conventional name", special.GetSource(SpecialTokenRole.Padding));
    }
}
