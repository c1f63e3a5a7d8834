using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using Calque.Alignment;
using Calque.Alignment.Directories;

namespace Calque.Cli.Verbs;

/// <summary><c>calque align</c>: brings two files of word vectors into one space. The verbs about alignments that exist stand below it.</summary>
internal static class AlignVerb
{
    private static string Without => string.Join(", ", AlignerCatalogue.All.Where(one => !one.NeedsPairs).Select(one => one.Name));

    /// <summary>What is done where nothing is said, such as <c>raw for procrustes</c>.</summary>
    private static string Usual => string.Join("; ", AlignerCatalogue.All.Where(one => one.Name != "auto").GroupBy(one => one.UsualNormalization)
        .Select(group => $"{NormalizationNames.Of(group.Key)} for {string.Join(", ", group.Select(one => one.Name))}"));

    public static Command Build(VerbHost host)
    {
        Option<string> source = new("--source-embeddings") { HelpName = "FILE", Required = true, Description = "Word vectors of the source language: fastText .bin, .vec or word2vec; also as .gz." };
        Option<string> target = new("--target-embeddings") { HelpName = "FILE", Required = true, Description = "Word vectors of the target language." };
        Option<string?> dictionary = new("--dictionary") { HelpName = "FILE", Description = $"The bilingual dictionary: source word, tab or spaces, target word; or FreeDict (dictd). Needed by all methods but {Without}; adversarial takes none." };
        Option<string> method = new("--method") { HelpName = "NAME", DefaultValueFactory = _ => "procrustes", Description = $"How the spaces are brought together: {AlignerCatalogue.Names}. adversarial needs libtorch." };
        method.AcceptOnlyFromAmong([.. AlignerCatalogue.All.Select(one => one.Name)]);
        Option<string> output = new("--output", "-o") { HelpName = "DIR", Required = true, Description = "The directory to write; it appears in one step when all is done." };
        Option<int?> limit = AlignOptions.VocabularyLimit("Only the N most frequent words of either side take part; all, if left out.");
        Option<string?> normalization = new("--normalization") { HelpName = "NAME", Description = $"What is done to the vectors first: {NormalizationNames.All}. Left out: {Usual}; auto chooses." };
        normalization.AcceptOnlyFromAmong(NormalizationNames.All.Split(", "));
        Option<string?> start = new("--start") { HelpName = "NAME", Description = $"What self-learning starts from: {SelfLearningStartNames.All}. Left out: the dictionary where there is one, else nothing." };
        start.AcceptOnlyFromAmong(SelfLearningStartNames.All.Split(", "));
        Option<double> ridge = new("--ridge") { HelpName = "R", CustomParser = argument => Numbers.Real(argument) ?? 0, DefaultValueFactory = _ => 0, Description = "Ridge of least-squares, as a share of the mean squared length of a coordinate." };
        Option<int> folds = new("--folds") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 5, Description = "Parts of the dictionary that auto holds out in turn." };
        Option<int> learned = new("--self-learning-vocabulary") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 20_000, Description = "The most frequent words that self-learning makes its dictionaries of." };
        Option<int> restarts = new("--restarts") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 10, Description = "Restarts of adversarial; the best is taken by figures that need no dictionary, and exit code 4 says that none was better than chance." };
        Option<string> multiWord = AlignOptions.MultiWord();
        Option<ulong> seed = new("--seed") { HelpName = "N", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 0UL, Description = "The seed of every random draw." };
        Option<int> threads = AlignOptions.Threads();
        Option<bool> force = new("--force") { Description = "Replace an output that exists." };
        Command command = new(
            "align",
            "Bring two files of word vectors into one space by a dictionary, and write the maps as a directory.\n\n"
            + "Example:\n  calque align --source-embeddings cc.en.300.vec --target-embeddings cc.sw.300.vec --dictionary en-sw.txt \\\n"
            + "    --method procrustes --output en-sw\n\nThe commands below work on such a directory.")
        {
            source, target, dictionary, method, output, limit, normalization, start, ridge, folds, learned, restarts, multiWord, seed, threads, force,
        };
        Option[] own = [.. command.Options];
        foreach (Command verb in (Command[])[AlignApplyVerb.Build(host), AlignEvaluateVerb.Build(host), AlignNearestVerb.Build(host)])
        {
            verb.Validators.Add(result => RefuseOptionsOfAlign(result, own));
            command.Subcommands.Add(verb);
        }

        command.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => AlignVectors.RunAsync(
                new AlignVectorsOptions
                {
                    SourceEmbeddings = parse.GetValue(source)!, // required, as two more
                    TargetEmbeddings = parse.GetValue(target)!,
                    Dictionary = parse.GetValue(dictionary),
                    Method = parse.GetValue(method)!,
                    Output = parse.GetValue(output)!,
                    Overwrite = parse.GetValue(force),
                    VocabularyLimit = parse.GetValue(limit),
                    Normalization = parse.GetValue(normalization) is { } name && NormalizationNames.TryParse(name, out VectorNormalization known) ? known : null,
                    Start = parse.GetValue(start) is { } begin && SelfLearningStartNames.TryParse(begin, out SelfLearningStart from) ? from : null,
                    Ridge = parse.GetValue(ridge),
                    Folds = parse.GetValue(folds),
                    SelfLearningVocabulary = parse.GetValue(learned),
                    Restarts = parse.GetValue(restarts),
                    MultiWord = AlignOptions.Entries(parse.GetValue(multiWord)!),
                    Seed = parse.GetValue(seed),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            AlignmentJson.Default.AlignVectorsResult,
            Print,
            cancellation));
        return command;
    }

    /// <summary>Options of <c>align</c> that stand before a command below it would be taken and forgotten.</summary>
    private static void RefuseOptionsOfAlign(CommandResult result, Option[] own)
    {
        for (SymbolResult? above = result.Parent; above is CommandResult parent; above = parent.Parent)
        {
            foreach (OptionResult given in parent.Children.OfType<OptionResult>().Where(one => !one.Implicit && own.Contains(one.Option)))
                result.AddError($"Option '{given.Option.Name}' of 'align' stands before '{result.Command.Name}': write the options of '{result.Command.Name}' after it.");
        }
    }

    private static void Print(AlignVectorsResult result, Terminal terminal)
    {
        foreach (string warning in result.Manifest.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        terminal.Output.Write(AlignmentReport.Compose(result.Manifest with { Warnings = [] }));
        terminal.Output.WriteLine($"Written: {result.Output}");
    }
}
