using System.CommandLine;
using System.CommandLine.Parsing;
using Calque.Alignment;
using Calque.Evaluation;
using Calque.Retrieval;

namespace Calque.Cli.Verbs;

/// <summary>Options that several of the verbs about alignments have.</summary>
internal static class AlignOptions
{
    public static Option<string> Alignment() => new("--alignment") { HelpName = "DIR", Required = true, Description = "The directory that calque align wrote." };

    public static Option<string?> Embeddings(string side) => new($"--{side}-embeddings")
    {
        HelpName = "FILE",
        Description = $"The {side} vectors, where they are not where they were when the alignment was made.",
    };

    public static Option<int?> VocabularyLimit(string description) => new("--vocabulary-limit") { HelpName = "N", CustomParser = Limit, Description = description };

    public static Option<int> Threads() => new("--threads")
    {
        HelpName = "N",
        CustomParser = Numbers.Whole,
        DefaultValueFactory = _ => 0,
        Description = "Threads; 0: one for each processor. The result is the same for any number.",
    };

    public static Option<string> Retrieval()
    {
        Option<string> option = new("--retrieval")
        {
            HelpName = "NAME",
            DefaultValueFactory = _ => "csls",
            Description = "How translations are ranked: nn (cosine), csls (cosine less the mean of the 10 nearest on either side) or isf (inverted softmax).",
        };
        option.AcceptOnlyFromAmong(RetrievalNames.All.Split(", "));
        return option;
    }

    public static Option<string> MultiWord()
    {
        Option<string> option = new("--multi-word")
        {
            HelpName = "NAME",
            DefaultValueFactory = _ => MultiWordNames.Of(MultiWordEntries.Skip),
            Description = "Entries of several words: skip, or compose (the vectors of all its words, put together, stand for the entry).",
        };
        option.AcceptOnlyFromAmong(MultiWordNames.All.Split(", "));
        return option;
    }

    /// <summary>The value of <see cref="MultiWord"/>; the parser has refused all other names.</summary>
    public static MultiWordEntries Entries(string name) =>
        MultiWordNames.TryParse(name, out MultiWordEntries entries) ? entries : default;

    /// <summary>The value of <see cref="Retrieval"/>; the parser has refused all other names.</summary>
    public static RetrievalMethod Method(string name) =>
        RetrievalNames.TryParse(name, out RetrievalMethod method) ? method : RetrievalMethod.Csls;

    private static int? Limit(ArgumentResult argument) => Numbers.Whole(argument);
}
