using System.CommandLine;
using Calque.Evaluation;

namespace Calque.Cli.Verbs;

/// <summary><c>calque align evaluate</c>: how many words of a test dictionary an alignment translates rightly.</summary>
internal static class AlignEvaluateVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> alignment = AlignOptions.Alignment();
        Option<string> dictionary = new("--dictionary") { HelpName = "FILE", Required = true, Description = "The test dictionary, source word first. None of its words should have been in the dictionary that the alignment was made from." };
        Option<string> retrieval = AlignOptions.Retrieval();
        Option<string?> source = AlignOptions.Embeddings("source");
        Option<string?> target = AlignOptions.Embeddings("target");
        Option<int?> limit = AlignOptions.VocabularyLimit("Only the N most frequent words of either side are asked for and searched; all, if left out.");
        Option<ulong> seed = new("--seed") { HelpName = "N", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 0UL, Description = "The seed of the bootstrap and of the random starts." };
        Option<int> threads = AlignOptions.Threads();
        Command evaluate = new(
            "evaluate",
            "Tell how many words of a test dictionary are translated rightly: P@1, P@5, P@10 and MRR (0 beyond the tenth place), under the definitions of MUSE, "
            + "vecmap and fastText, with intervals; how alike the two spaces are; and whether the alignment works at all.\n\n"
            + "Example:\n  calque align evaluate --alignment en-sw --dictionary en-sw.test.txt --retrieval csls")
        {
            alignment, dictionary, retrieval, source, target, limit, seed, threads,
        };
        evaluate.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => EvaluateAlignment.RunAsync(
                new EvaluateAlignmentOptions
                {
                    Alignment = parse.GetValue(alignment)!, // required, as the next
                    Dictionary = parse.GetValue(dictionary)!,
                    Retrieval = AlignOptions.Method(parse.GetValue(retrieval)!),
                    SourceEmbeddings = parse.GetValue(source),
                    TargetEmbeddings = parse.GetValue(target),
                    VocabularyLimit = parse.GetValue(limit),
                    Seed = parse.GetValue(seed),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            EvaluationJson.Default.EvaluateAlignmentResult,
            AlignEvaluateView.Print,
            cancellation));
        return evaluate;
    }
}
