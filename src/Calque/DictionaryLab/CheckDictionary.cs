using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.Formats.Tabular;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>The verb <c>dictionary check</c>: what is wrong in a dictionary, line by line and in total.</summary>
public static class CheckDictionary
{
    private const double PoorSeparation = 0.75;

    /// <summary>Checks a dictionary against the vectors of its two languages.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="progress">Stages <c>vectors</c>, <c>direction</c>, <c>outliers</c>.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be read, or hardly a pair has vectors.</exception>
    /// <exception cref="InvalidVectorsException">The vectors cannot be read, or differ in dimension.</exception>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static Task<DictionaryCheckResult> RunAsync(
        CheckDictionaryOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static DictionaryCheckResult Run(CheckDictionaryOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(options.Dictionary);
        LabSpaces spaces = LabSpaces.Load(
            options.SourceEmbeddings, options.TargetEmbeddings, options.VocabularyLimit, options.MultiWord == MultiWordEntries.Compose ? dictionary.Pairs : [], progress, cancellation);
        DictionaryExamination examination = DictionaryExamination.Run(
            dictionary.Path, dictionary.Pairs, spaces, options.Seed, options.ThreadCount, progress, cancellation);
        IReadOnlyList<CheckedLine> lines = Lines(dictionary, examination);
        DictionaryTotals totals = Count(dictionary, examination, lines);
        return new DictionaryCheckResult
        {
            Dictionary = options.Dictionary,
            Format = dictionary.Format,
            SourceEmbeddings = options.SourceEmbeddings,
            TargetEmbeddings = options.TargetEmbeddings,
            Lines = lines,
            Totals = totals,
            Warnings = [.. Warnings(totals, examination)],
        };
    }

    private static CheckedLine[] Lines(BilingualDictionary dictionary, DictionaryExamination examination)
    {
        IEnumerable<CheckedLine> malformed = dictionary.Skipped
            .Where(skipped => skipped.Reason != SkippedLineReason.AboutTheDictionary)
            .Select(skipped => new CheckedLine(skipped.Line, "", "", [FindingNames.Malformed], null)
            {
                Reasons = [BilingualDictionary.Describe(skipped.Reason)],
            });
        return [.. examination.Lines.Select(Line).Concat(malformed).OrderBy(line => line.Line)];
    }

    internal static CheckedLine Line(LineVerdict line) =>
        new(line.Pair.Line, line.Pair.Source, line.Pair.Target, [.. line.Findings.Keys.Select(place => FindingNames.All[place])], line.Right)
        {
            Reasons = [.. line.Findings.Values.OfType<string>()],
        };

    private static DictionaryTotals Count(BilingualDictionary dictionary, DictionaryExamination examination, IReadOnlyList<CheckedLine> lines)
    {
        SortedDictionary<string, int> findings = new(StringComparer.Ordinal);
        SortedDictionary<string, CheckedLine> examples = new(StringComparer.Ordinal);
        foreach (string name in FindingNames.All)
        {
            CheckedLine[] with = [.. lines.Where(line => line.Findings.Contains(name, StringComparer.Ordinal))];
            findings[name] = with.Length;
            if (with.Length > 0)
                examples[name] = name == FindingNames.Outlier ? with.MinBy(line => line.Score)! : with[0]; // not empty
        }

        IGrouping<string, string>[] translations = [.. examination.Lines
            .GroupBy(line => PythonCasing.Lower(line.Source), line => PythonCasing.Lower(line.Target), StringComparer.Ordinal)];
        int[] counts = [.. translations.Select(group => group.Distinct(StringComparer.Ordinal).Count())];
        int most = Array.IndexOf(counts, counts.Max());
        return new DictionaryTotals
        {
            Lines = dictionary.LinesRead,
            Pairs = dictionary.Pairs.Count,
            Findings = findings,
            Examples = examples,
            WithoutFinding = lines.Count(line => line.Findings.Count == 0),
            SourceWords = translations.Length,
            TargetWords = examination.Lines.Select(line => PythonCasing.Lower(line.Target)).Distinct(StringComparer.Ordinal).Count(),
            SeveralTranslations = counts.Count(count => count > 1),
            MostTranslations = counts[most],
            MostTranslated = translations[most].Key,
            SourceCovered = examination.Lines.Count(line => line.SourcePlace.Known),
            TargetCovered = examination.Lines.Count(line => line.TargetPlace.Known),
            Covered = examination.Lines.Count(line => line.Covered),
            Judged = examination.Lines.Count(line => line.Right is not null),
            Distance = examination.Alignment?.Scorer.Mixture.Mean,
            WrongShare = examination.Alignment?.Scorer.Mixture is { Mean: >= CheckReport.LeastDistance } mixture ? mixture.WrongShare : null,
            Separation = examination.Alignment?.Scorer.Beaten,
        };
    }

    private static IEnumerable<string> Warnings(DictionaryTotals totals, DictionaryExamination examination)
    {
        if (examination.Alignment is null)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Only {totals.Covered} pairs have a vector on both sides; outliers and slips are looked for from {RobustAlignment.FewestPairs} on.");
        }
        else if (totals.Separation < PoorSeparation)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The spaces hardly tell pairs from mismatches (a pair stands above {totals.Separation:P0} of them; 50 % is chance): few outliers can be named with certainty.");
        }

        if (examination.ReversedShare > 0.5)
            yield return "Most lines stand the wrong way round: is the other language first in this file?";
    }
}
