using System.CommandLine;
using Calque.Neural.Generation;
using Calque.Neural.Tensors;

namespace Calque.Cli.Verbs;

/// <summary><c>calque generate</c>: a model writes on from a prompt, or answers it.</summary>
internal static class GenerateVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> model = new("--model") { HelpName = "DIR", Required = true, Description = "The model directory: a causal or a sequence-to-sequence model." };
        Option<string> prompt = new("--prompt") { HelpName = "TEXT", Required = true, Description = "The text to go on from, or to answer." };
        Option<int> newTokens = new("--max-new-tokens") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 50, Description = "The most tokens that are written." };
        Option<int> beams = new("--beams") { HelpName = "K", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 1, Description = "Beam search with so many beams; 1: the likeliest token each time." };
        Option<double?> lengthPenalty = new("--length-penalty") { HelpName = "X", CustomParser = Numbers.Real, Description = "Beams' scores are divided by length^X (1)." };
        Option<bool> sample = new("--sample") { Description = "Draw tokens by their probabilities." };
        Option<double?> temperature = new("--temperature") { HelpName = "T", CustomParser = Numbers.Real, Description = "With --sample: below 1 the likely tokens grow likelier (1)." };
        Option<int> topK = new("--top-k") { HelpName = "K", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "With --sample: among the K likeliest; 0: among all." };
        Option<double?> topP = new("--top-p") { HelpName = "P", CustomParser = Numbers.Real, Description = "With --sample: among the fewest tokens whose probabilities reach P (1)." };
        Option<ulong> seed = new("--seed") { HelpName = "N", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 0, Description = "With --sample: the same seed writes the same text." };
        Option<string?> tokenizer = new("--tokenizer") { HelpName = "PATH", Description = "A tokenizer in place of the model directory's." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor." };
        Option<string> device = new("--device") { HelpName = "DEVICE", DefaultValueFactory = _ => "cpu", Description = "cpu, cuda or cuda:N." };
        Command generate = new(
            "generate",
            "Let a model write on from a prompt, or answer it. Needs libtorch.\n\n"
            + "Example:\n  calque generate --model gpt2 --prompt \"Once upon a time\" --max-new-tokens 40")
        {
            model, prompt, newTokens, beams, lengthPenalty, sample, temperature, topK, topP, seed, tokenizer, threads, device,
        };
        generate.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => GenerateText.RunAsync(
                new GenerateTextOptions
                {
                    Model = parse.GetValue(model)!, // required, as the next
                    Prompt = parse.GetValue(prompt)!,
                    Tokenizer = parse.GetValue(tokenizer),
                    Threads = parse.GetValue(threads),
                    Device = Device.Parse(parse.GetValue(device)!), // has a default
                    Generation = new GenerationOptions
                    {
                        MaximumNewTokens = parse.GetValue(newTokens),
                        Beams = parse.GetValue(beams),
                        LengthPenalty = parse.GetValue(lengthPenalty) ?? 1,
                        Sample = parse.GetValue(sample),
                        Temperature = parse.GetValue(temperature) ?? 1,
                        TopK = parse.GetValue(topK),
                        TopP = parse.GetValue(topP) ?? 1,
                        Seed = parse.GetValue(seed),
                    },
                },
                progress,
                token),
            GenerationJson.Default.GenerateTextResult,
            (result, terminal) => terminal.Output.WriteLine(result.Text),
            cancellation));
        return generate;
    }
}
