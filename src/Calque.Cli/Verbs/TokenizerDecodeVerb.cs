using System.CommandLine;
using Calque.Tokenizers.Corpora;

namespace Calque.Cli.Verbs;

/// <summary><c>calque tokenizer decode</c>: turns ids back into text.</summary>
internal static class TokenizerDecodeVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> tokenizer = new("--tokenizer") { HelpName = "PATH", Required = true, Description = "A tokenizer's directory, or its tokenizer.json, vocab.txt, vocab.json or SentencePiece .model." };
        Option<string> input = new("--input") { HelpName = "FILE", Required = true, Description = "JSON lines with a field \"ids\"; - for standard input." };
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The JSON lines to write, each with a field \"text\"; - for standard output." };
        Option<bool> skip = new("--skip-special-tokens") { Description = "Leave special tokens out." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor. The output is the same for any number." };
        Option<bool> stats = new("--stats") { Description = "Print megabytes of text a second." };
        Command decode = new(
            "decode",
            "Decode the ids of every line of a file, the inverse of encode.\n\n"
            + "Example:\n  calque tokenizer decode --tokenizer xlm-roberta-base --input tokens.jsonl --skip-special-tokens --output texts.jsonl")
        {
            tokenizer, input, output, skip, threads, stats,
        };
        decode.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => DecodeFile.RunAsync(
                new DecodeFileOptions
                {
                    Tokenizer = parse.GetValue(tokenizer)!, // required, as the next two
                    Input = StandardStreams.Input(parse.GetValue(input)!),
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                    SkipSpecialTokens = parse.GetValue(skip),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            CorpusJson.Default.CorpusResult,
            (result, terminal) => TokenizerEncodeVerb.Print(result, parse.GetValue(stats), terminal),
            cancellation));
        return decode;
    }
}
