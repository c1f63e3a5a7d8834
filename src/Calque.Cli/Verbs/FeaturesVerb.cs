using System.CommandLine;
using System.Globalization;
using Calque.Neural.Features;
using Calque.Neural.Tensors;

namespace Calque.Cli.Verbs;

/// <summary><c>calque features</c>: what a model makes of each line of a file.</summary>
internal static class FeaturesVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> model = new("--model") { HelpName = "DIR", Required = true, Description = "The model directory." };
        Option<string> input = new("--input") { HelpName = "FILE", Required = true, Description = "Lines of text; or JSON lines with \"ids\", taken as they are, or with \"text\" and perhaps \"text_pair\"; also as .gz." };
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The safetensors file to write: one tensor a line, named 0, 1, ..." };
        Option<string> what = new("--what") { HelpName = "WHAT", DefaultValueFactory = _ => "hidden", Description = "logits (the head's scores), hidden ([tokens, width]) or pooled ([width])." };
        what.AcceptOnlyFromAmong("logits", "hidden", "pooled");
        Option<int?> layer = new("--layer") { HelpName = "N", CustomParser = Numbers.OptionalWhole, Description = "Hidden states of this layer; 0: the embeddings. Without it the last ones, after the final norm." };
        Option<string> pooling = new("--pooling") { HelpName = "HOW", DefaultValueFactory = _ => "mean", Description = "mean of a line's tokens, or the first token's." };
        pooling.AcceptOnlyFromAmong("mean", "first");
        Option<string?> tokenizer = new("--tokenizer") { HelpName = "PATH", Description = "A tokenizer in place of the model directory's." };
        Option<bool> truncate = new("--truncate") { Description = "Cut lines that are longer than the model reads." };
        Option<bool> force = new("--force") { Description = "Replace the output if it is there." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor." };
        Option<string> device = new("--device") { HelpName = "DEVICE", DefaultValueFactory = _ => "cpu", Description = "cpu, cuda or cuda:N." };
        Option<string> precision = new("--precision") { HelpName = "P", DefaultValueFactory = _ => "fp32", Description = "What matrix products run in: fp32, bf16 or auto (bf16 on a GPU)." };
        precision.AcceptOnlyFromAmong(Precisions.Names);
        Command features = new(
            "features",
            "Run a model over the lines of a file and write its scores, hidden states or one vector a line. Needs libtorch.\n\n"
            + "Example:\n  calque features --model bert-base-multilingual-cased --input texts.txt --what pooled --output vectors.safetensors")
        {
            model, input, output, what, layer, pooling, tokenizer, truncate, force, threads, device, precision,
        };
        features.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => ExtractFeatures.RunAsync(
                new ExtractFeaturesOptions
                {
                    Model = parse.GetValue(model)!, // required, as the next two
                    Input = StandardStreams.Input(parse.GetValue(input)!),
                    Output = parse.GetValue(output)!,
                    What = parse.GetValue(what) switch { "logits" => FeatureKind.Logits, "pooled" => FeatureKind.Pooled, _ => FeatureKind.Hidden },
                    Layer = parse.GetValue(layer),
                    Pooling = parse.GetValue(pooling) == "first" ? Pooling.First : Pooling.Mean,
                    Tokenizer = parse.GetValue(tokenizer),
                    Truncate = parse.GetValue(truncate),
                    Force = parse.GetValue(force),
                    Threads = parse.GetValue(threads),
                    Device = Device.Parse(parse.GetValue(device)!), // has a default, as the next
                    Precision = Precisions.Parse(parse.GetValue(precision)!),
                },
                progress,
                token),
            FeaturesJson.Default.ExtractFeaturesResult,
            Print,
            cancellation));
        return features;
    }

    private static void Print(ExtractFeaturesResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine($"calque: warning: {warning}");
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.Output}: {result.What} of {result.Lines} lines, width {result.Width} ({result.Tokens} tokens, {result.Truncated} lines cut)"));
    }
}
