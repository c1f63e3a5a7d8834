using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Calque.Dictionaries;
using Calque.Formats.Inputs;
using Calque.IO;
using Calque.Numerics.Randomness;
using Calque.Text;

namespace Calque.DictionaryLab;

/// <summary>The verb <c>dictionary convert</c>: a dictionary in another form, or a part of it.</summary>
public static class ConvertDictionary
{
    /// <summary>Converts a dictionary. What is left out is counted, by why.</summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Told nothing: the work is short.</param>
    /// <param name="cancellation">Ends the work before something is written.</param>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be read, or no pair is left.</exception>
    /// <exception cref="InvalidOptionException">An option is out of range, or the output exists or cannot be.</exception>
    public static Task<DictionaryConversionResult> RunAsync(
        ConvertDictionaryOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, cancellation), cancellation);
    }

    private static DictionaryConversionResult Run(ConvertDictionaryOptions options, CancellationToken cancellation)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(options.Dictionary);
        OutputPlacement.Check(options.Output, dictionary.Files.Concat(new[] { options.StopWords }.OfType<string>()));
        SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);
        if (dictionary.Skipped.Count > 0)
            leftOut["no pair"] = dictionary.Skipped.Count;
        TranslationPair[] pairs = [.. dictionary.Pairs];
        if (options.Swap)
            pairs = [.. pairs.Select(pair => pair with { Source = pair.Target, Target = pair.Source })];
        if (options.QualityThreshold is { } threshold)
            pairs = Keep(pairs, "below the quality threshold", pair => !(pair.Quality < threshold));
        if (options.StopWords is { } list)
        {
            HashSet<string> stop = ReadWords(list);
            pairs = Keep(pairs, "stop word", pair => !stop.Contains(PythonCasing.Lower(pair.Source)) && !stop.Contains(PythonCasing.Lower(pair.Target)));
        }

        if (options.Anchors || options.Format != DictionaryFormat.Tab)
            pairs = Keep(pairs, "several words", pair => !pair.Source.Any(char.IsWhiteSpace) && !pair.Target.Any(char.IsWhiteSpace));
        if (options.Format == DictionaryFormat.Muse)
        {
            pairs = [.. pairs.Select(pair => pair with { Source = PythonCasing.Lower(pair.Source), Target = PythonCasing.Lower(pair.Target) })];
            HashSet<(string, string)> seen = [];
            pairs = Keep(pairs, "repeated", pair => seen.Add((pair.Source, pair.Target)));
        }

        if (options.Anchors)
        {
            HashSet<TranslationPair> anchors = [.. Anchors(pairs)];
            pairs = Keep(pairs, "another translation is the anchor", anchors.Remove);
        }

        if (options.Sample is { } count && count < pairs.Length)
        {
            int[] places = [.. Enumerable.Range(0, pairs.Length)];
            new KeyedRandom(options.Seed, "dictionary-lab/sample", 0).Shuffle(places.AsSpan());
            bool[] drawn = new bool[pairs.Length];
            foreach (int place in places.AsSpan(0, count))
                drawn[place] = true;
            int next = 0;
            pairs = Keep(pairs, "not drawn", _ => drawn[next++]);
        }

        if (pairs.Length == 0)
        {
            throw new InvalidDictionaryException(
                options.Dictionary,
                string.Create(CultureInfo.InvariantCulture, $"none of {dictionary.Pairs.Count} pairs left ({string.Join(", ", leftOut.Select(reason => $"{reason.Value} {reason.Key}"))})"),
                "at least one pair to write", "Ask for less.");
        }

        cancellation.ThrowIfCancellationRequested();
        Write(options, pairs);
        return new DictionaryConversionResult
        {
            Dictionary = options.Dictionary,
            Format = dictionary.Format,
            Output = options.Output,
            LinesRead = dictionary.LinesRead,
            PairsRead = dictionary.Pairs.Count,
            PairsWritten = pairs.Length,
            LeftOut = leftOut,
        };

        TranslationPair[] Keep(TranslationPair[] all, string reason, Func<TranslationPair, bool> keep)
        {
            TranslationPair[] kept = [.. all.Where(keep)];
            if (kept.Length < all.Length)
                leftOut[reason] = all.Length - kept.Length;
            return kept;
        }
    }

    // A source word with few translations says more exactly what its anchor means.
    private static IEnumerable<TranslationPair> Anchors(TranslationPair[] pairs)
    {
        Dictionary<string, int> translations = pairs
            .GroupBy(pair => pair.Source, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Target).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        return pairs
            .GroupBy(pair => pair.Target, StringComparer.Ordinal)
            .Select(group => group.OrderByDescending(pair => pair.Quality ?? double.NegativeInfinity).ThenBy(pair => translations[pair.Source]).First());
    }

    private static void Write(ConvertDictionaryOptions options, TranslationPair[] pairs)
    {
        using DictionaryOutput output = DictionaryOutput.Create(options.Output, options.Overwrite);
        using (StreamWriter writer = new(output.Stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\n" })
        {
            foreach (TranslationPair pair in pairs)
            {
                writer.WriteLine(
                    options.Format != DictionaryFormat.Tab ? $"{pair.Source} {pair.Target}"
                    : pair.Quality is { } quality ? string.Create(CultureInfo.InvariantCulture, $"{pair.Source}\t{pair.Target}\t{quality:R}")
                    : $"{pair.Source}\t{pair.Target}");
            }
        }

        output.Commit();
    }

    private static HashSet<string> ReadWords(string path)
    {
        using LineReader lines = new(InputFile.OpenRead(path, Fault), path, Fault);
        HashSet<string> words = new(StringComparer.Ordinal);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (lines.LineNumber == 1)
                ForeignContent.Refuse(line, path, "a list of words, one a line", Fault);
            string word = PythonCasing.Lower(Encoding.UTF8.GetString(line).Trim());
            if (word.Length > 0)
                words.Add(word);
        }

        return words.Count > 0 ? words : throw Fault(path, "no word", "a word a line", "Write the words that are to be left out into this file.");
    }

    private static InvalidInputException Fault(string place, string found, string expected, string hint, Exception? inner = null) => new(place, found, expected, hint, inner);
}
