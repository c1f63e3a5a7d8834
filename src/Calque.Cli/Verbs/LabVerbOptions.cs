using System.CommandLine;

namespace Calque.Cli.Verbs;

/// <summary>The options that the verbs of <c>calque dictionary</c> share.</summary>
internal sealed class LabVerbOptions
{
    public Option<string> Dictionary { get; } = new("--dictionary") { HelpName = "FILE", Required = true, Description = "Translation pairs, source language first: parted by tab or white space, or FreeDict's dictd files; also as .gz." };

    public Option<string> SourceEmbeddings { get; } = new("--source-embeddings") { HelpName = "FILE", Required = true, Description = "Word vectors of the source language: fastText .bin, .vec or word2vec; also as .gz." };

    public Option<string> TargetEmbeddings { get; } = new("--target-embeddings") { HelpName = "FILE", Required = true, Description = "Word vectors of the target language, of as many dimensions." };

    public Option<int> VocabularyLimit { get; } = new("--vocabulary-limit") { HelpName = "WORDS", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 200_000, Description = "The most frequent words of either side to know; the rest counts as uncovered." };

    public Option<string> MultiWord { get; } = AlignOptions.MultiWord();

    public Option<ulong> Seed { get; } = new("--seed") { HelpName = "NUMBER", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 1, Description = "Keys all random draws." };

    public Option<int> Threads { get; } = AlignOptions.Threads();
}
