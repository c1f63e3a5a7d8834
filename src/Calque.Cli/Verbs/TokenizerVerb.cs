using System.CommandLine;

namespace Calque.Cli.Verbs;

/// <summary><c>calque tokenizer</c>: the verbs about tokenizers.</summary>
internal static class TokenizerVerb
{
    public static Command Build(VerbHost host) => new("tokenizer", "Work with a tokenizer.")
    {
        TokenizerEncodeVerb.Build(host),
        TokenizerDecodeVerb.Build(host),
    };
}
