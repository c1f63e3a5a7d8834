using System;
using System.Collections.Generic;
using System.Globalization;
using Calque.Formats.Inputs;
using Calque.Formats.Word2Vec;

namespace Calque.Vectors;

/// <summary>Vectors read from text. Memory grows with the lines that are read, never on the header's word.</summary>
internal sealed class TextWordVectors : WordVectors
{
    private const int BlockFloats = 1 << 20;

    private readonly int rowsPerBlock;
    private readonly List<float[]> blocks = [];
    private readonly List<long> wordEnds = [];
    private readonly List<string> warnings = [];
    private readonly Utf8WordTable table;
    private byte[] words = new byte[1 << 12];

    private TextWordVectors(string path, int dimension)
        : base(path)
    {
        Dimension = dimension;
        rowsPerBlock = Math.Max(1, BlockFloats / dimension);
        table = new Utf8WordTable(GetWordUtf8, 1 << 10);
    }

    public override string Format => "word2vec text";

    public override int Dimension { get; }

    public override int Count => wordEnds.Count;

    public override bool HasSubwords => false;

    public override IReadOnlyList<string> Warnings => warnings;

    public static TextWordVectors Read(string path, ReadOnlySpan<byte> sample)
    {
        using Word2VecTextReader reader = Word2VecTextReader.Open(path, sample);
        TextWordVectors vectors = new(path, reader.Dimension);
        int repeated = 0;
        int firstRepeated = 0;
        while (reader.TryRead(out ReadOnlySpan<byte> word))
        {
            if (vectors.table.TryAdd(word, vectors.Count))
                vectors.Add(word, reader.Values);
            else if (repeated++ == 0)
                firstRepeated = reader.LineNumber;
        }

        if (vectors.Count == 0)
            throw reader.NothingUsable();
        vectors.warnings.AddRange(reader.DescribeLeftOut());
        if (repeated > 0)
            vectors.warnings.Add(Text($"{repeated} repeated {(repeated == 1 ? "word" : "words")}: the first line of each stays (first repeat: line {firstRepeated})"));
        if (reader.ClaimedCount is { } claimed && claimed != vectors.Count)
            vectors.warnings.Add(Text($"the header promises {claimed} words, {vectors.Count} were read"));
        return vectors;
    }

    public override ReadOnlySpan<byte> GetWordUtf8(int index)
    {
        long start = index == 0 ? 0 : wordEnds[index - 1];
        return words.AsSpan((int)start, (int)(wordEnds[index] - start));
    }

    public override void GetWordRow(int index, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        blocks[index / rowsPerBlock].AsSpan(index % rowsPerBlock * Dimension, Dimension).CopyTo(destination);
    }

    private protected override Utf8WordTable BuildTable() => table;

    private void Add(ReadOnlySpan<byte> word, ReadOnlySpan<float> values)
    {
        int row = Count % rowsPerBlock;
        if (row == 0)
            blocks.Add(new float[Math.Min(rowsPerBlock, Math.Max(1, Count)) * Dimension]);
        float[] block = blocks[^1];
        if (block.Length == row * Dimension)
        {
            Array.Resize(ref block, Math.Min(rowsPerBlock, row * 2) * Dimension);
            blocks[^1] = block;
        }

        values.CopyTo(block.AsSpan(row * Dimension));
        long start = Count == 0 ? 0 : wordEnds[^1];
        long end = start + word.Length;
        if (end > Array.MaxLength)
            throw VectorFault.Create(Path, "more than 2 GB of words", "less", "Keep the most frequent words only.");
        if (end > words.Length)
            Array.Resize(ref words, (int)Math.Min(Array.MaxLength, Math.Max(end, words.Length * 2L)));
        word.CopyTo(words.AsSpan((int)start));
        wordEnds.Add(end);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
