using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Calque.Dictionaries;
using Calque.Formats.Dictd;
using Calque.Formats.Tabular;

namespace Calque.Inspection.Inspectors;

/// <summary>A bilingual dictionary in columns or in dictd form.</summary>
internal sealed class DictionaryInspector : Inspector
{
    private const int SampleLines = 200;
    private const int LinesNamed = 5;

    public override string Kind => "bilingual dictionary";

    public override bool ReadsGzip => true;

    /// <summary>Text of which at least half of the first lines are pairs, or either file of a dictd dictionary.</summary>
    public override bool Recognises(InspectedInput input)
    {
        if (input.IsDirectory || input.Sample.AsSpan().Contains((byte)0))
            return false;
        if (DictdFiles.Find(input.Path, BilingualDictionary.Fault) is not null)
            return true;
        int lines = 0;
        int pairs = 0;
        foreach (ReadOnlyMemory<byte> line in input.Lines(SampleLines))
        {
            SkippedLineReason? reason = PairLine.Parse(line.Span, out _, out _, out bool tabs, out _);
            if (reason == SkippedLineReason.Empty)
                continue;
            lines++;
            // Lines with tabs that are no pairs still show that columns were meant.
            if (reason is null || (tabs && reason != SkippedLineReason.InvalidUtf8))
                pairs++;
        }

        return pairs > 0 && pairs * 2 >= lines;
    }

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(input.Path);
        InspectionDraft draft = new(options.Limit);
        draft.Section("dictionary")
            .Fact("format", dictionary.Format)
            .Fact("lines", dictionary.LinesRead)
            .Fact("pairs", dictionary.Pairs.Count)
            .Fact("distinct pairs", dictionary.Pairs.DistinctBy(pair => (pair.Source, pair.Target)).Count())
            .Fact("distinct source words", dictionary.Pairs.Select(pair => pair.Source).Distinct(StringComparer.Ordinal).Count())
            .Fact("distinct target words", dictionary.Pairs.Select(pair => pair.Target).Distinct(StringComparer.Ordinal).Count())
            .Fact("pairs of several words", dictionary.Pairs.Count(pair => pair.Source.Contains(' ', StringComparison.Ordinal) || pair.Target.Contains(' ', StringComparison.Ordinal)))
            .Fact("lines without a pair", dictionary.Skipped.Count);
        draft.Section("lines without a pair").Table(["reason", "lines", "first"], dictionary.Skipped
            .GroupBy(line => line.Reason)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => (IReadOnlyList<InspectionValue>)[Words(group.Key.ToString()), group.Count(), FirstLines(group)]));
        if (options.Token is { } word)
            AddWord(draft, dictionary, word);
        else
            draft.Section("pairs").Table(["line", "source", "target"], dictionary.Pairs.Select(Row));
        return draft.Finish(Kind, input.Path);
    }

    private static void AddWord(InspectionDraft draft, BilingualDictionary dictionary, string word)
    {
        TranslationPair[] found = [.. dictionary.Pairs.Where(pair =>
            string.Equals(pair.Source, word, StringComparison.Ordinal) || string.Equals(pair.Target, word, StringComparison.Ordinal))];
        if (found.Length == 0)
            throw new InvalidInputException(dictionary.Path, $"no pair with '{word}' on either side", "a word of the dictionary", "Upper and lower case differ here.");
        draft.Section($"pairs with {word}").Table(["line", "source", "target"], found.Select(Row));
    }

    private static IReadOnlyList<InspectionValue> Row(TranslationPair pair) => [pair.Line, pair.Source, pair.Target];

    private static string FirstLines(IEnumerable<SkippedLine> lines) => string.Join(", ", lines.Take(LinesNamed).Select(line => InspectionDraft.Text($"{line.Line}")));

    // OneField -> one field
    private static string Words(string name)
    {
        StringBuilder words = new();
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
