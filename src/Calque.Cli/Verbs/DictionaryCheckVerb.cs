using System;
using System.CommandLine;
using Calque.DictionaryLab;

namespace Calque.Cli.Verbs;

/// <summary><c>calque dictionary check</c>: what is wrong in a dictionary.</summary>
internal static class DictionaryCheckVerb
{
    private const string Markdown = "markdown";

    public static Command Build(VerbHost host)
    {
        LabVerbOptions lab = new();
        Option<string> format = new("--format") { HelpName = "NAME", DefaultValueFactory = _ => "text", Description = "How the report is printed without --json: text or markdown." };
        format.AcceptOnlyFromAmong("text", Markdown);
        Command check = new(
            "check",
            "Check a dictionary against the vectors of its two languages, line by line and in total: reversed lines, pairs that do not belong together, words "
            + "that are none, identical and repeated pairs, case, entries of several words, words without vectors.\n\n"
            + "Example:\n  calque dictionary check --dictionary en-sw.txt --source-embeddings wiki.en.vec --target-embeddings cc.sw.300.bin")
        {
            lab.Dictionary, lab.SourceEmbeddings, lab.TargetEmbeddings, format, lab.VocabularyLimit, lab.MultiWord, lab.Seed, lab.Threads,
        };
        check.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => CheckDictionary.RunAsync(
                new CheckDictionaryOptions
                {
                    Dictionary = parse.GetValue(lab.Dictionary)!, // required, as the next two
                    SourceEmbeddings = parse.GetValue(lab.SourceEmbeddings)!,
                    TargetEmbeddings = parse.GetValue(lab.TargetEmbeddings)!,
                    VocabularyLimit = parse.GetValue(lab.VocabularyLimit),
                    MultiWord = AlignOptions.Entries(parse.GetValue(lab.MultiWord)!),
                    Seed = parse.GetValue(lab.Seed),
                    Threads = parse.GetValue(lab.Threads),
                },
                progress,
                token),
            DictionaryLabJson.Default.DictionaryCheckResult,
            (result, terminal) => CheckReport.Write(result, terminal.Output, string.Equals(parse.GetValue(format), Markdown, StringComparison.Ordinal)),
            cancellation));
        return check;
    }
}
