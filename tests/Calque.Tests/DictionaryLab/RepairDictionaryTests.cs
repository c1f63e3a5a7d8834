using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.DictionaryLab;
using Calque.Numerics.Randomness;
using Calque.Tests.Support;
using Calque.Vectors;
using Calque.World;
using Xunit;

namespace Calque.Tests.DictionaryLab;

public sealed class RepairDictionaryTests
{
    // The bounds of the corruption table (recipes/dictionary-lab) at its middle share.
    [Theory]
    [InlineData(2000, 0, 0.2, 0)]
    [InlineData(300, 0.2, 0, 0)]
    [InlineData(300, 0, 0.2, 0)]
    [InlineData(300, 0, 0, 0.2)]
    public async Task RunAsync_SpoiltLinesOfTheWorld_MendsThemAndKeepsTheOthers(int count, double reversed, double shuffled, double misspelt)
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(count, new DictionaryErrors { Reversed = reversed, Shuffled = shuffled, Misspelt = misspelt });
        DictionaryRepairResult result = await Repair(directory, truth);
        HashSet<GoldEntry> after = [.. BilingualDictionary.Read(directory["o.txt"]).Pairs.Select(pair => new GoldEntry(pair.Source, pair.Target))];

        Assert.False(result.Kept);
        AssertShare(0.95, truth.Where(line => line.Fault == DictionaryFault.None), line => after.Contains(line.Entry));
        if (reversed > 0)
            AssertShare(0.95, truth.Where(line => line.Fault == DictionaryFault.Reversed), line => after.Contains(line.Gold) && !after.Contains(line.Entry));
        else
            AssertShare(0.8, truth.Where(line => line.Fault != DictionaryFault.None), line => !after.Contains(line.Entry));
    }

    // Half of the source words have a twin of the same vector and a lower row, and all their pairs lie in a subspace of their own. The filter drops each of
    // them, since the twin is nearer by its row, and without them nothing is known of that subspace.
    [Fact]
    public async Task RunAsync_RepairThatWouldDoHarm_KeepsTheOriginal()
    {
        const int words = 200, dimension = 20;
        using TemporaryDirectory directory = new();
        double[] drawn = new double[2 * words * dimension];
        new KeyedRandom(1, "test/halves", 0).FillNormal(drawn);
        float[] target = new float[drawn.Length], source = new float[3 * words * dimension];
        for (int i = 0; i < 2 * words; i++)
        {
            for (int j = 0; j < dimension / 2; j++)
            {
                int at = (i < words ? 0 : dimension / 2) + j;
                source[((words + i) * dimension) + at] = (float)drawn[(i * dimension) + j];
                target[(i * dimension) + ((at + 7) % dimension)] = (float)drawn[(i * dimension) + j];
            }
        }

        source.AsSpan(2 * words * dimension).CopyTo(source);
        string[] vectors = [WriteVectors(directory["s.vec"], "s", source, dimension), WriteVectors(directory["t.vec"], "t", target, dimension)];
        File.WriteAllText(directory["d.txt"], string.Concat(Enumerable.Range(0, 2 * words).Select(i => $"s{Name(words + i)}\tt{Name(i)}\n")));
        DictionaryRepairResult result = await RepairDictionary.RunAsync(new RepairDictionaryOptions
        {
            Dictionary = directory["d.txt"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = vectors[1],
            Output = directory["o.txt"],
            Mutual = 1,
            Threads = 2,
        });

        Assert.True(result.HeldOut!.High < 0, $"{result.HeldOut}"); // there are words to ask
        Assert.True(result.HeldOut.Words > words, $"{result.HeldOut.Words} words: one part alone");
        Assert.True(result.Kept);
        Assert.Empty(result.Changes);
        Assert.Contains("as it was", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(directory["d.txt"]), File.ReadAllBytes(directory["o.txt"]));
    }

    [Fact]
    public async Task RunAsync_MisspeltLinesOfTheWorld_MendsWhatItNamesRightly()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(1000, new DictionaryErrors { Misspelt = 0.2 });
        DictionaryRepairResult result = await Repair(directory, truth);
        DictionaryChange[] mended = [.. result.Changes.Where(change => change.Kinds.Contains("spelling"))];

        Assert.True(mended.Length >= 100, $"{mended.Length} mended");
        AssertShare(0.95, mended, change => change.After == truth[change.Line - 1].Gold.Source + "\t" + truth[change.Line - 1].Gold.Target);
    }

    [Fact]
    public async Task RunAsync_ShuffledPairsOfAHiddenRotation_LeavesTheRotationExact()
    {
        const int words = 5000, dimension = 100;
        using TemporaryDirectory directory = new();
        double[] rotation = Rotation(dimension);
        float[] source = new float[words * dimension], target = new float[words * dimension];
        double[] drawn = new double[source.Length];
        new KeyedRandom(1, "test/words", 0).FillNormal(drawn);
        for (int i = 0; i < words; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                double sum = 0;
                for (int k = 0; k < dimension; k++)
                    sum += (float)drawn[(i * dimension) + k] * rotation[(k * dimension) + j];
                source[(i * dimension) + j] = (float)drawn[(i * dimension) + j];
                target[(i * dimension) + j] = (float)sum;
            }
        }

        string[] vectors = [WriteVectors(directory["s.vec"], "s", source, dimension), WriteVectors(directory["t.vec"], "t", target, dimension)];
        int[] order = [.. Enumerable.Range(0, words)];
        int[] shuffled = order[..1500];
        new KeyedRandom(1, "test/shuffle", 0).Shuffle(shuffled.AsSpan());
        shuffled.CopyTo(order, 0);
        File.WriteAllText(directory["d.txt"], string.Concat(order.Select((to, from) => $"s{Name(from)}\tt{Name(to)}\n")));
        await RepairDictionary.RunAsync(new RepairDictionaryOptions
        {
            Dictionary = directory["d.txt"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = vectors[1],
            Output = directory["o.txt"],
            HeldOut = 0.02,
            Threads = 2,
        });
        using WordVectors first = WordVectors.Open(vectors[0]), second = WordVectors.Open(vectors[1]);
        VocabularyVectors a = VocabularyVectors.Load(first), b = VocabularyVectors.Load(second);
        SeedPairs pairs = SeedPairs.Select(BilingualDictionary.Read(directory["o.txt"]), a, b);
        double[] found = AlignSpaces.Fit(a, b, pairs).Alignment.Source.Matrix!;

        Assert.True(pairs.Count >= 3300, $"{pairs.Count} pairs");
        Assert.True(found.Zip(rotation, (x, y) => Math.Abs(x - y)).Max() < 1e-5);
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    public async Task Undo_OfARepair_GivesTheOriginalByteForByte(string end, bool mark)
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(300, new DictionaryErrors { Reversed = 0.1, Shuffled = 0.1, Misspelt = 0.1 });
        StringBuilder text = new(mark ? "\uFEFF" : "");
        text.Append(end).Append("alone").Append(end);
        foreach (CorruptedLine line in truth)
            text.Append(line.Entry.Source).Append(line.Entry.Source.Length % 2 == 0 ? " " : "\t").Append(line.Entry.Target).Append(end);
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), .. "bad\t"u8, 0xFF, .. Encoding.UTF8.GetBytes(end), .. "no\tend"u8];
        File.WriteAllBytes(directory["d.txt"], bytes);
        DictionaryRepairResult result = await Repair(directory, null);
        UndoRepairResult undone = await UndoRepair.RunAsync(new UndoRepairOptions { Log = result.Log, Output = directory["again.txt"] });

        Assert.NotEmpty(result.Changes);
        Assert.All(result.Changes, change => Assert.NotEmpty(change.Reason));
        Assert.NotEqual(bytes, File.ReadAllBytes(directory["o.txt"]));
        Assert.Equal(bytes, File.ReadAllBytes(directory["again.txt"]));
        Assert.Equal(result.Changes.Count, undone.ChangesUndone);
    }

    [Fact]
    public async Task Undo_OfAFileThatWasChanged_IsRefused()
    {
        using TemporaryDirectory directory = new();
        DictionaryRepairResult result = await Repair(directory, LabWorld.Default.Spoil(100, new DictionaryErrors { Reversed = 0.1 }));
        File.AppendAllText(directory["o.txt"], "one\tmore\n");

        await Assert.ThrowsAsync<InvalidDictionaryException>(() => UndoRepair.RunAsync(new UndoRepairOptions { Log = result.Log, Output = directory["again.txt"] }));
        Assert.False(File.Exists(directory["again.txt"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"format\":\"calque-dictionary-changes\",\"version\":2,\"dictionary\":\"\",\"output\":\"\",\"original_sha256\":\"\",\"repaired_sha256\":\"\",\"lines\":1,\"changes\":[]}")]
    public async Task Undo_OfWhatIsNoList_IsRefused(string text)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["l.json"], text);

        await Assert.ThrowsAsync<InvalidDictionaryException>(() => UndoRepair.RunAsync(new UndoRepairOptions { Log = directory["l.json"], Output = directory["again.txt"] }));
    }

    [Fact]
    public async Task RunAsync_Weight_WritesAThirdColumnForOutliersAlone()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(400, new DictionaryErrors { Shuffled = 0.2 });
        DictionaryRepairResult result = await Repair(directory, truth, OutlierTreatment.Weight);
        BilingualDictionary repaired = BilingualDictionary.Read(directory["o.txt"]);

        Assert.Equal(400, repaired.Pairs.Count);
        Assert.Equal(result.Counts["weight"], repaired.Pairs.Count(pair => pair.Quality is >= 0 and <= 0.3));
        Assert.Equal(400 - result.Counts["weight"], repaired.Pairs.Count(pair => pair.Quality is null));
    }

    [Fact]
    public async Task RunAsync_OutputThatExists_IsRefusedAndLeftAlone()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["o.txt"], "mine");

        await Assert.ThrowsAsync<InvalidOptionException>(() => Repair(directory, LabWorld.Default.Spoil(50, new DictionaryErrors())));
        Assert.Equal("mine", File.ReadAllText(directory["o.txt"]));
    }

    [Fact]
    public async Task RunAsync_CleanLines_ChangesHardlyAny()
    {
        using TemporaryDirectory directory = new();
        DictionaryRepairResult result = await Repair(directory, LabWorld.Default.Spoil(1000, new DictionaryErrors()));

        Assert.InRange(result.Changes.Count, 0, 10);
        Assert.NotNull(result.HeldOut);
        Assert.True(result.HeldOut.High >= 0);
    }

    private static Task<DictionaryRepairResult> Repair(
        TemporaryDirectory directory, IEnumerable<CorruptedLine>? lines, OutlierTreatment outliers = OutlierTreatment.Replace)
    {
        if (lines is not null)
            LabWorld.Write(directory["d.txt"], lines);
        string[] vectors = LabWorld.Default.WriteVectors(directory);
        return RepairDictionary.RunAsync(new RepairDictionaryOptions
        {
            Dictionary = directory["d.txt"],
            SourceEmbeddings = vectors[0],
            TargetEmbeddings = vectors[1],
            Output = directory["o.txt"],
            Outliers = outliers,
            Threads = 2,
        });
    }

    private static void AssertShare<T>(double least, IEnumerable<T> items, Func<T, bool> holds)
    {
        T[] all = [.. items];
        Assert.NotEmpty(all);
        Assert.True(all.Count(holds) >= least * all.Length, $"{all.Count(holds)} of {all.Length}");
    }

    // Words of letters, so that they are words.
    private static string Name(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));

    private static string WriteVectors(string path, string prefix, float[] rows, int dimension)
    {
        using StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine($"{rows.Length / dimension} {dimension}");
        for (int i = 0; i < rows.Length / dimension; i++)
        {
            writer.Write(prefix + Name(i));
            foreach (float value in rows.AsSpan(i * dimension, dimension))
                writer.Write(" " + value.ToString("R", CultureInfo.InvariantCulture));
            writer.WriteLine();
        }

        return path;
    }

    // Gram and Schmidt on normal rows, twice.
    private static double[] Rotation(int dimension)
    {
        double[] rows = new double[dimension * dimension];
        new KeyedRandom(1, "test/rotation", 0).FillNormal(rows);
        for (int i = 0; i < dimension; i++)
        {
            for (int k = 0; k < 2 * i; k++)
            {
                double dot = 0;
                for (int j = 0; j < dimension; j++)
                    dot += rows[(i * dimension) + j] * rows[(k % i * dimension) + j];
                for (int j = 0; j < dimension; j++)
                    rows[(i * dimension) + j] -= dot * rows[(k % i * dimension) + j];
            }

            double norm = Math.Sqrt(rows.AsSpan(i * dimension, dimension).ToArray().Sum(value => value * value));
            for (int j = 0; j < dimension; j++)
                rows[(i * dimension) + j] /= norm;
        }

        return rows;
    }
}
