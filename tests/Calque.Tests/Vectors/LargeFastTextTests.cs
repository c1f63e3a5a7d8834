using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Calque.Formats.FastText;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

/// <summary>A model whose matrix is too large to be mapped is read row by row: the same bits, from a sparse file of 480 MB.</summary>
public sealed class LargeFastTextTests
{
    private const int Dimension = 300;
    private const int Buckets = 400_000;

    private static readonly string[] s_words = ["the", "house", "nyumba", "é中"];

    [Fact]
    public void GetVector_MatrixTooLargeToMap_IsTheMeanOfItsRows()
    {
        using TemporaryDirectory directory = new();
        string path = directory["large.bin"];
        long matrix = Write(path, out Dictionary<int, float[]> rows);
        using FastTextFile file = FastTextFile.Open(path);
        Assert.True(file.ReadsRows);
        using WordVectors vectors = WordVectors.Open(path);

        float[] row = new float[Dimension];
        vectors.GetWordRow(1, row);
        Assert.Equal(rows[1], row);
        float[] vector = new float[Dimension];
        foreach (string word in (string[])[.. s_words, "unheard", "houses"])
        {
            vectors.GetVector(Encoding.UTF8.GetBytes(word), vector);
            Assert.Equal(Expected(word, file, rows), vector);
        }

        Assert.True(new FileInfo(path).Length > matrix + (256L << 20));
    }

    [Fact]
    public void Compute_MatrixTooLargeToMap_GivesTheBitsOfGetVector()
    {
        using TemporaryDirectory directory = new();
        string path = directory["large.bin"];
        Write(path, out _);
        using WordVectors vectors = WordVectors.Open(path);
        string?[] surfaces = ["the", "houses", null, "unheard", "house"];

        TokenVectors tokens = TokenVectors.FromSurfaces(vectors, surfaces, threads: 2, null, CancellationToken.None);

        float[] vector = new float[Dimension];
        foreach (int token in (int[])[0, 1, 3, 4])
        {
            vectors.GetVector(Encoding.UTF8.GetBytes(surfaces[token]!), vector);
            // A vector out of holes alone says nothing and has no row.
            int row = tokens.VectorOfToken[token];
            Assert.Equal(vector, row < 0 ? new float[Dimension] : tokens.Rows.AsSpan(row * Dimension, Dimension).ToArray());
        }
    }

    [Fact]
    public void GetVector_FileCutWhileItIsOpen_IsRefused()
    {
        using TemporaryDirectory directory = new();
        string path = directory["large.bin"];
        long matrix = Write(path, out _);
        using FastTextFile file = FastTextFile.Open(path);
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(matrix + 8);

        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => { file.GetRowBytes(1); });

        Assert.Contains(path, error.Place, StringComparison.Ordinal);
    }

    // Sums in double in the order of the rows, rounded once.
    private static float[] Expected(string word, FastTextFile file, Dictionary<int, float[]> rows)
    {
        List<int> wanted = [];
        FastTextSubwords.Collect(Encoding.UTF8.GetBytes(word), file.Arguments, wanted);
        wanted = [.. wanted.Select(bucket => bucket + s_words.Length).Order()];
        if (Array.IndexOf(s_words, word) is >= 0 and int index)
            wanted.Insert(0, index);
        double[] sums = new double[Dimension];
        foreach (int row in wanted)
        {
            for (int axis = 0; axis < Dimension && rows.ContainsKey(row); axis++)
                sums[axis] += rows[row][axis];
        }

        return [.. sums.Select(sum => (float)(sum / wanted.Count))];
    }

    /// <summary>Rows of the words and of every third bucket of theirs are written, the rest is a hole. Returns where the matrix begins.</summary>
    private static long Write(string path, out Dictionary<int, float[]> rows)
    {
        using FileStream stream = new(path, FileMode.CreateNew);
        using BinaryWriter writer = new(stream);
        writer.Write(FastTextFile.Magic);
        writer.Write(FastTextFile.SupportedVersion);
        foreach (int argument in (int[])[Dimension, 5, 5, 1, 5, 1, 1, 2, Buckets, 3, 6, 100])
            writer.Write(argument);
        writer.Write(1e-4);
        writer.Write(s_words.Length);
        writer.Write(s_words.Length);
        writer.Write(0);
        writer.Write(100L);
        writer.Write(-1L);
        foreach (string word in s_words)
        {
            writer.Write([.. Encoding.UTF8.GetBytes(word), 0]);
            writer.Write(25L);
            writer.Write((byte)0);
        }

        writer.Write((byte)0);
        writer.Write((long)s_words.Length + Buckets);
        writer.Write((long)Dimension);
        long matrix = stream.Position;
        FastTextArguments arguments = new(Dimension, 2, Buckets, 3, 6);
        List<int> filled = [];
        foreach (string word in s_words)
            FastTextSubwords.Collect(Encoding.UTF8.GetBytes(word), arguments, filled);
        rows = [];
        foreach (int row in filled.Where((_, place) => place % 3 == 0).Select(bucket => bucket + s_words.Length).Concat(Enumerable.Range(0, s_words.Length)))
            rows[row] = TinyVectors.Vector($"row {row}", Dimension);
        foreach ((int row, float[] values) in rows)
        {
            stream.Position = matrix + ((long)row * Dimension * sizeof(float));
            foreach (float value in values)
                writer.Write(value);
        }

        stream.Position = matrix + ((s_words.Length + (long)Buckets) * Dimension * sizeof(float));
        writer.Write((byte)0);
        writer.Write(0L);
        writer.Write((long)Dimension);
        return matrix;
    }
}
