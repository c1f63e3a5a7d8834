using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Alignment.Directories;
using Calque.Numerics.Randomness;
using Calque.Tests.Support;

namespace Calque.Tests.Alignment.Directories;

/// <summary>Two small files of vectors, the second a hidden rotation of the first with noise, and dictionaries for training and test.</summary>
internal static class AlignmentCase
{
    public const int Words = 120;
    public const int Dimension = 10;
    public const int TrainingPairs = 70;

    /// <summary>Writes the files and returns options that work.</summary>
    public static AlignVectorsOptions Write(string root, double noise = 0.3)
    {
        AlignedFixture fixture = new(Words, Dimension, noise, "directory");
        TinyVectors.Write(Path.Combine(root, "source.vec"), Rows(fixture.Source.Words, fixture.Source.Rows));
        TinyVectors.Write(Path.Combine(root, "target.vec"), Rows(fixture.Target.Words, fixture.Target.Rows));
        File.WriteAllLines(Path.Combine(root, "train.txt"), Enumerable.Range(0, TrainingPairs).Select(i => $"s{i}\tt{i}"));
        // Two translations for some, words that nobody knows, a translation that nobody knows.
        List<string> test = [.. Enumerable.Range(TrainingPairs, Words - TrainingPairs).Select(i => $"s{i}\tt{i}")];
        test.Insert(3, "s75\tt5");
        test.Add("unheard\tt1");
        test.Add("s1\tunheard");
        test.Add("never\tsaid");
        File.WriteAllLines(Path.Combine(root, "test.txt"), test);
        return new AlignVectorsOptions
        {
            SourceEmbeddings = Path.Combine(root, "source.vec"),
            TargetEmbeddings = Path.Combine(root, "target.vec"),
            Dictionary = Path.Combine(root, "train.txt"),
            Output = Path.Combine(root, "alignment"),
            Threads = 2,
        };
    }

    /// <summary>The command line of the same.</summary>
    public static string[] Arguments(AlignVectorsOptions options) =>
    [
        "align", "--source-embeddings", options.SourceEmbeddings, "--target-embeddings", options.TargetEmbeddings, "--dictionary", options.Dictionary!,
        "--method", options.Method, "--output", options.Output,
    ];

    /// <summary>Rows with five decimals, as fastText writes them: what is read back is what was written.</summary>
    private static List<(string Word, float[] Vector)> Rows(IReadOnlyList<string> words, float[] rows) =>
        [.. words.Select((word, i) => (word, rows.AsSpan(i * Dimension, Dimension).ToArray()
            .Select(value => float.Parse(value.ToString("F5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToArray()))];

    /// <summary>Normal numbers, keyed by a name.</summary>
    public static float[] Normal(string name, int count)
    {
        double[] values = new double[count];
        new KeyedRandom(9, name, 0).FillNormal(values);
        return [.. values.Select(value => (float)value)];
    }
}
