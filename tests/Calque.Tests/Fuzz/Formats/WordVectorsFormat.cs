using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Calque.Tests.Fuzz.Mutations;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>Word vectors of one form: a fastText model, word2vec binary, word2vec text, or gzip of them.</summary>
internal sealed class WordVectorsFormat : FuzzFormat
{
    private readonly Func<IReadOnlyList<FuzzFile[]>> _make;

    private WordVectorsFormat(string name, Func<IReadOnlyList<FuzzFile[]>> make)
        : base(name) => _make = make;

    public static WordVectorsFormat FastText { get; } = new("fasttext-bin", () =>
    [
        .. ((string[])["none.bin", "labels.bin", "one.bin", "usual.bin"]).Select(name => Single(Fixtures.Path("fasttext", name), FuzzShape.Bytes, FastTextFields())),
    ]);

    public static WordVectorsFormat Binary { get; } = new("word2vec-binary", () =>
    [
        [new FuzzFile("vectors", Word2VecBinary(true), FuzzShape.Bytes, [0, 1, 2, 3, 4])],
        [new FuzzFile("vectors", Word2VecBinary(false), FuzzShape.Bytes)],
    ]);

    public static WordVectorsFormat Text { get; } = new("word2vec-text", () => [[TextFile(true)], [TextFile(false)], Single(Fixtures.Path("fasttext", "text-form.vec"), FuzzShape.Lines, null)]);

    public static WordVectorsFormat Gzip { get; } = new("vectors-gzip", () =>
    [
        [new FuzzFile("vectors", GzipMutations.Pack(TextFile(true).Content), FuzzShape.GzipOfLines)],
        [new FuzzFile("vectors", GzipMutations.Pack(File.ReadAllBytes(Fixtures.Path("fasttext", "none.bin"))), FuzzShape.GzipOfBytes)],
        [new FuzzFile("vectors", GzipMutations.Pack(Word2VecBinary(true)), FuzzShape.GzipOfBytes)],
    ]);

    public override void Use(string directory) => VectorsUse.Exercise(Path.Combine(directory, "vectors"));

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() => _make();

    private static FuzzFile[] Single(string path, FuzzShape shape, int[]? fields) => [new FuzzFile("vectors", File.ReadAllBytes(path), shape, fields)];

    // magic, version, twelve arguments, a double; then size, words, labels, tokens (8), pruned (8), and the first entry.
    private static int[] FastTextFields() => [.. Enumerable.Range(0, 14).Select(index => index * 4), 64, 68, 72, 76, 84, 92, 93, 94, 95, 96, 97, 98, 99, 100];

    private static FuzzFile TextFile(bool header)
    {
        StringBuilder text = new(header ? "5 4\n" : "");
        foreach ((string word, float[] vector) in TinyVectors.Hashed(4, "the", "house", "é中", "dog's", "</s>"))
            text.Append(word).Append(' ').AppendJoin(' ', vector).Append('\n');
        return new FuzzFile("vectors", Encoding.UTF8.GetBytes(text.ToString()), FuzzShape.Lines);
    }

    private static byte[] Word2VecBinary(bool lineFeeds)
    {
        List<byte> bytes = [.. "5 4\n"u8];
        foreach ((string word, float[] vector) in TinyVectors.Hashed(4, "the", "house", "é中", "dog's", "</s>"))
        {
            bytes.AddRange([.. Encoding.UTF8.GetBytes(word), (byte)' ']);
            foreach (float value in vector)
                bytes.AddRange(BitConverter.GetBytes(value));
            if (lineFeeds)
                bytes.Add((byte)'\n');
        }

        return [.. bytes];
    }
}
