using System.CommandLine;
using System.Globalization;
using Calque.Tokenizers.Corpora;

namespace Calque.Cli.Verbs;

/// <summary><c>calque tokenizer encode</c>: encodes every line of a file.</summary>
internal static class TokenizerEncodeVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> tokenizer = new("--tokenizer") { HelpName = "PATH", Required = true, Description = "A tokenizer's directory, or its tokenizer.json, vocab.txt, vocab.json or SentencePiece .model." };
        Option<string> input = new("--input") { HelpName = "FILE", Required = true, Description = "JSON lines with a field \"text\", or a .txt file with a text a line; also as .gz; - for JSON lines on standard input." };
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The JSON lines to write; - for standard output." };
        Option<bool> noSpecial = new("--no-special-tokens") { Description = "Add no special tokens." };
        Option<bool> truncation = new("--stored-truncation") { Description = "Cut texts as the tokenizer's file says." };
        Option<bool> padding = new("--stored-padding") { Description = "Fill encodings up as the tokenizer's file says, each line by itself." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor. The output is the same for any number." };
        Option<bool> stats = new("--stats") { Description = "Print megabytes of text a second." };
        Command encode = new(
            "encode",
            "Encode every line of a file: ids, tokens and offsets (Unicode code points of the text).\n\n"
            + "Example:\n  calque tokenizer encode --tokenizer xlm-roberta-base --input texts.jsonl --output tokens.jsonl")
        {
            tokenizer, input, output, noSpecial, truncation, padding, threads, stats,
        };
        encode.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => EncodeFile.RunAsync(
                new EncodeFileOptions
                {
                    Tokenizer = parse.GetValue(tokenizer)!, // required, as the next two
                    Input = StandardStreams.Input(parse.GetValue(input)!),
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                    AddSpecialTokens = !parse.GetValue(noSpecial),
                    UseStoredTruncation = parse.GetValue(truncation),
                    UseStoredPadding = parse.GetValue(padding),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            CorpusJson.Default.CorpusResult,
            (result, terminal) => Print(result, parse.GetValue(stats), terminal),
            cancellation));
        return encode;
    }

    /// <summary>The summary; on standard error where standard output holds the lines.</summary>
    internal static void Print(CorpusResult result, bool stats, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine($"calque: warning: {warning}");
        if (result.UnknownIds > 0)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"calque: warning: {result.UnknownIds} ids without a token left out"));
        System.IO.TextWriter writer = result.Output == StandardStreams.OutputPath ? terminal.Error : terminal.Output;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StandardStreams.Shown(result.Output)}: {result.Lines} lines, {result.Tokens} tokens, {result.TextBytes} bytes of text"));
        if (stats)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.MegabytesPerSecond:F2} MB/s ({result.Seconds:F3} s, {result.Threads} threads, loading left out)"));
        }
    }
}
