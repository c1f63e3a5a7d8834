using System.CommandLine;
using System.Globalization;
using Calque.Vectors;

namespace Calque.Cli.Verbs;

/// <summary><c>calque vectors show</c>: writes the vectors of any words.</summary>
internal static class VectorsShowVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> embeddings = new("--embeddings") { HelpName = "FILE", Required = true, Description = "Word vectors: fastText .bin, .vec or word2vec; also as .gz." };
        Option<string> input = new("--input") { HelpName = "FILE", Required = true, Description = "Text with one word a line, UTF-8; also as .gz; - for standard input." };
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The .vec file to write: a row for each word of the input, zeros where nothing is known; - for standard output." };
        Command show = new(
            "show",
            "Write the vectors of any words as word2vec text. A fastText model composes words that it does not know from n-grams.\n\n"
            + "Example:\n  calque vectors show --embeddings cc.sw.300.bin --input words.txt --output words.vec")
        {
            embeddings, input, output,
        };
        show.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => ShowVectors.RunAsync(
                new ShowVectorsOptions
                {
                    Embeddings = parse.GetValue(embeddings)!, // required, as the next two
                    Input = StandardStreams.Input(parse.GetValue(input)!),
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                },
                progress,
                token),
            VectorsJson.Default.ShowVectorsResult,
            Print,
            cancellation));
        return new Command("vectors", "Look into word vectors.") { show };
    }

    private static void Print(ShowVectorsResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine($"calque: warning: {result.Embeddings}: {warning}");
        System.IO.TextWriter writer = result.Output == StandardStreams.OutputPath ? terminal.Error : terminal.Output;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{StandardStreams.Shown(result.Output)}: {result.Words} rows of {result.Dimension} values ({result.KnownWords} words known, "
            + $"{result.ComposedWords} composed from n-grams, {result.UnknownWords} unknown: zeros)"));
        if (result.EmptyLines > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.EmptyLines} empty lines of the input left out"));
    }
}
