using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Calque.IO;

namespace Calque.Formats.FastText;

/// <summary>Where everything stands in a fastText file, with every length checked against the file's size before it is believed.</summary>
internal sealed class FastTextLayout
{
    private const int EntryTail = 1 + sizeof(long) + 1;

    private readonly MappedFile map;
    private readonly string place;
    private long position;

    private FastTextLayout(MappedFile map, string place)
    {
        this.map = map;
        this.place = place;
    }

    public FastTextArguments Arguments { get; private set; } = null!; // set by Read before the object is handed out

    public int LabelCount { get; private set; }

    public long TokenCount { get; private set; }

    /// <summary>Start of each word's bytes; one more entry marks where the last word's entry ends.</summary>
    public long[] WordOffsets { get; private set; } = [];

    public int RowCount { get; private set; }

    public long MatrixOffset { get; private set; }

    public static FastTextLayout Read(MappedFile map, string place)
    {
        FastTextLayout layout = new(map, place);
        layout.ReadMagic();
        layout.ReadArguments();
        layout.ReadDictionary();
        layout.ReadInputMatrix();
        layout.CheckOutputMatrix();
        return layout;
    }

    private void ReadMagic()
    {
        if (ReadInt32("the magic number") != FastTextFile.Magic)
            Fail(0, "another magic number", "a fastText model", "Give a .bin file that fastText wrote.");
        int version = ReadInt32("the version");
        if (version != FastTextFile.SupportedVersion)
        {
            Fail(
                sizeof(int), Invariant($"fastText version {version}"), Invariant($"version {FastTextFile.SupportedVersion}"),
                "Save the model again with fastText 0.1.0 or newer, or use its .vec file.");
        }
    }

    private void ReadArguments()
    {
        long start = position;
        Span<int> values = stackalloc int[12];
        for (int index = 0; index < values.Length; index++)
            values[index] = ReadInt32("the training arguments");
        Take(sizeof(double), "the training arguments");
        // Args::save: dim ws epoch minCount neg wordNgrams loss model bucket minn maxn lrUpdateRate, then t.
        FastTextArguments arguments = new(values[0], values[7], values[8], values[9], values[10]);
        if (arguments.Dimension <= 0)
            Fail(start, Invariant($"dimension {arguments.Dimension}"), "1 or more", Damaged);
        if (arguments.Bucket < 0)
            Fail(start, Invariant($"{arguments.Bucket} buckets"), "0 or more", Damaged);
        if (arguments.HasSubwords && arguments.Bucket == 0)
            Fail(start, Invariant($"n-grams of up to {arguments.MaxN} characters but no bucket for them"), "1 bucket or more", Damaged);
        Arguments = arguments;
    }

    private void ReadDictionary()
    {
        long start = position;
        int size = ReadInt32("the dictionary's size");
        int words = ReadInt32("the number of words");
        int labels = ReadInt32("the number of labels");
        TokenCount = ReadInt64("the number of tokens");
        long pruned = ReadInt64("the size of the pruning index");
        if (words < 0 || labels < 0 || (long)words + labels != size)
            Fail(start, Invariant($"{size} entries, {words} words, {labels} labels"), "words and labels that add up to the entries", Damaged);
        if (words == 0)
            Fail(start, "no words", "1 word or more", "Train the model on more text, or with a lower -minCount.");
        if (size > (map.Length - position) / EntryTail)
        {
            Fail(
                start, Invariant($"{size} dictionary entries in {map.Length - position} bytes"),
                Invariant($"at least {EntryTail} bytes an entry"), Damaged);
        }

        // Any number but -1 marks a pruned model: fastText then keeps n-gram rows under other numbers.
        if (pruned != -1)
        {
            Fail(
                start, Invariant($"a pruned model ({pruned} n-gram rows kept)"), "a model that is not pruned",
                "Use the model as it was before `fasttext quantize -cutoff`, or its .vec file.");
        }

        LabelCount = labels;
        WordOffsets = ReadEntries(words, labels);
    }

    private long[] ReadEntries(int words, int labels)
    {
        long[] offsets = new long[words + 1];
        for (int index = 0; index < words + labels; index++)
        {
            if (index <= words)
                offsets[index] = position;
            int room = (int)Math.Min(map.Length - position, 1 << 20);
            int length = map.Slice(position, room).IndexOf((byte)0);
            if (length < 0)
                Fail(position, "a word without an end", Invariant($"a zero byte after word {index}"), Damaged);
            long entry = position;
            Take(length + 1 + sizeof(long), "the dictionary");
            byte type = Take(1, "the dictionary")[0];
            if (type != (index < words ? 0 : 1))
                Fail(entry, Invariant($"entry {index} of type {type}"), "words (0) first, then labels (1)", Damaged);
        }

        if (labels == 0)
            offsets[words] = position;
        return offsets;
    }

    private void ReadInputMatrix()
    {
        long start = position;
        byte quantized = Take(1, "the mark of quantisation")[0];
        if (quantized == 1)
        {
            Fail(
                start, "a quantised model", "a model that is not quantised",
                "Use the .bin file as it was before `fasttext quantize` (.ftz), or its .vec file.");
        }

        if (quantized != 0)
            Fail(start, Invariant($"{quantized} as the mark of quantisation"), "0 or 1", Damaged);
        long rows = ReadInt64("the matrix's rows");
        long columns = ReadInt64("the matrix's columns");
        if (columns != Arguments.Dimension)
            Fail(start, Invariant($"a matrix of {columns} columns"), Invariant($"{Arguments.Dimension}, the dimension"), Damaged);
        long needed = WordOffsets.Length - 1 + (Arguments.HasSubwords ? (long)Arguments.Bucket : 0);
        if (rows < needed || rows > int.MaxValue)
            Fail(start, Invariant($"a matrix of {rows} rows"), Invariant($"{needed} (words and buckets)"), Damaged);
        MatrixOffset = position;
        RowCount = (int)rows;
        Skip(rows, columns, "the input matrix");
    }

    /// <summary>The output matrix is not used, but a file that ends before it does has been cut.</summary>
    private void CheckOutputMatrix()
    {
        long start = position;
        if (Take(1, "the mark of the output matrix")[0] > 1)
            Fail(start, "another mark", "0 or 1 before the output matrix", Damaged);
        long rows = ReadInt64("the output matrix's rows");
        long columns = ReadInt64("the output matrix's columns");
        if (rows < 0 || columns < 0)
            Fail(start, Invariant($"an output matrix of {rows} x {columns}"), "no negative number", Damaged);
        Skip(rows, columns, "the output matrix");
    }

    private const string Damaged = "The file is damaged or was cut short: compare its size and checksum with the source.";

    private void Skip(long rows, long columns, string what)
    {
        long left = map.Length - position;
        if (rows > 0 && columns > left / sizeof(float) / rows)
            Fail(position, Invariant($"{left} bytes for {what} of {rows} x {columns}"), Invariant($"{sizeof(float)} bytes a value"), Damaged);
        position += rows * columns * sizeof(float);
    }

    private int ReadInt32(string what) => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int), what));

    private long ReadInt64(string what) => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long), what));

    private ReadOnlySpan<byte> Take(int length, string what)
    {
        if (length > map.Length - position)
            Fail(map.Length, "the file's end", Invariant($"{length - (map.Length - position)} more bytes of {what}"), Damaged);
        ReadOnlySpan<byte> bytes = map.Slice(position, length);
        position += length;
        return bytes;
    }

    [DoesNotReturn]
    private void Fail(long offset, string found, string expected, string hint) =>
        throw new InvalidVectorsException(Invariant($"{place}, byte {offset}"), found, expected, hint);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
