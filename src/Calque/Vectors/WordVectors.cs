using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using Calque.Formats.FastText;
using Calque.Formats.Inputs;
using Calque.Formats.Word2Vec;
using Calque.IO;
using Calque.Numerics;

namespace Calque.Vectors;

/// <summary>Words with a vector each, read from a file. Reading is safe from several threads at once.</summary>
public abstract class WordVectors : IDisposable
{
    private readonly Lazy<Utf8WordTable> table;

    private protected WordVectors(string path)
    {
        Path = path;
        table = new Lazy<Utf8WordTable>(BuildTable, LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>What the file turned out to be, such as <c>fastText model</c>.</summary>
    public abstract string Format { get; }

    /// <summary>Values a vector.</summary>
    public abstract int Dimension { get; }

    /// <summary>Words.</summary>
    public abstract int Count { get; }

    /// <summary>Whether unknown words get a vector from their n-grams.</summary>
    public abstract bool HasSubwords { get; }

    /// <summary>What was odd about the file, a sentence each: lines left out, repeated words, a wrong count in the header.</summary>
    public abstract IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens a file of vectors: a fastText model (<c>.bin</c>), word2vec binary or text (<c>.vec</c>), each also as gzip; told by content.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidVectorsException">There is no such file, or it is none of these, or damaged.</exception>
    public static WordVectors Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Its beginning is looked at first and the whole read afterwards.
        if (SpecialFile.Describe(path) is { } kind)
            throw VectorFault.Create(path, kind, "a file of word vectors", "Save what comes from it as a file, and name that.");
        byte[] sample = ReadSample(path);
        VectorFileFormat format = VectorFileProbe.Tell(sample, path);
        if (format == VectorFileFormat.Word2VecText)
            return TextWordVectors.Read(path, sample);
        MappedFile map = InputFile.IsGzip(path, VectorFault.Create)
            ? InputFile.MapDecompressed(path, VectorFault.Create)
            : InputFile.Map(path, VectorFault.Create);
        return format == VectorFileFormat.FastTextModel
            ? new FastTextWordVectors(path, FastTextFile.Open(map, path))
            : new BinaryWordVectors(path, Word2VecBinaryFile.Open(map, path));
    }

    /// <summary>The beginning of a file of word2vec text, for whoever reads it line by line; null where the file is of another form.</summary>
    /// <exception cref="InvalidVectorsException">There is no such file, or it is of no form that is read.</exception>
    internal static byte[]? SampleText(string path)
    {
        if (SpecialFile.Describe(path) is { } kind)
            throw VectorFault.Create(path, kind, "a file of word vectors", "Save what comes from it as a file, and name that.");
        byte[] sample = ReadSample(path);
        return VectorFileProbe.Tell(sample, path) == VectorFileFormat.Word2VecText ? sample : null;
    }

    /// <summary>The bytes of word <paramref name="index"/>, in the file's order; they live as long as this object.</summary>
    public abstract ReadOnlySpan<byte> GetWordUtf8(int index);

    /// <summary>Word <paramref name="index"/>; bytes that are no UTF-8 become U+FFFD.</summary>
    public string GetWord(int index) => Encoding.UTF8.GetString(GetWordUtf8(index));

    /// <summary>How often the word occurred. word2vec's formats hold no counts but are sorted by them: there it is Count - index.</summary>
    public virtual long GetFrequency(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Count - index;
    }

    /// <summary>The index of a word given by its exact bytes, or -1. The first call builds the table of words.</summary>
    public int IndexOf(ReadOnlySpan<byte> word) => table.Value.Find(word);

    /// <summary>The stored row of a word, without n-grams.</summary>
    /// <param name="index">The word.</param>
    /// <param name="destination">Receives <see cref="Dimension"/> values.</param>
    /// <exception cref="InvalidVectorsException">The row holds NaN or an infinity.</exception>
    public abstract void GetWordRow(int index, Span<float> destination);

    /// <summary>
    /// The vector of any word (fastText's <c>get_word_vector</c>): the mean of its own row, where it has one, and the rows of
    /// its n-grams, where the file has any. Summed in double, rounded once. All zeros where nothing is known.
    /// </summary>
    /// <param name="word">The word's bytes, UTF-8.</param>
    /// <param name="destination">Receives <see cref="Dimension"/> values.</param>
    /// <exception cref="InvalidVectorsException">A row holds NaN or an infinity.</exception>
    public virtual VectorOrigin GetVector(ReadOnlySpan<byte> word, Span<float> destination)
    {
        int index = IndexOf(word);
        if (index < 0)
        {
            destination[..Dimension].Clear();
            return VectorOrigin.None;
        }

        GetWordRow(index, destination);
        return VectorOrigin.Word;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Makes the table of words; of equal words the first counts.</summary>
    /// <summary>Gives pages of the file that were read back to the system; what is wanted again is read again.</summary>
    internal virtual void ReleaseMemory()
    {
    }

    private protected virtual Utf8WordTable BuildTable()
    {
        Utf8WordTable words = new(GetWordUtf8, Count);
        for (int index = 0; index < Count; index++)
            words.TryAdd(GetWordUtf8(index), index);
        return words;
    }

    /// <summary>Throws where a vector is not made of finite numbers.</summary>
    private protected void CheckFinite(ReadOnlySpan<float> vector, ReadOnlySpan<byte> word)
    {
        if (!FiniteNumbers.All(vector))
        {
            throw new InvalidVectorsException(
                Path, $"NaN or infinity in the vector of '{Encoding.UTF8.GetString(word)}'", "finite numbers",
                "The training diverged or the file is damaged: train again with a lower learning rate, or fetch it again.");
        }
    }

    private static byte[] ReadSample(string path)
    {
        byte[] sample = new byte[VectorFileProbe.SampleLength];
        using Stream stream = InputFile.OpenRead(path, VectorFault.Create);
        int length = InputFile.ReadFully(stream, sample, path, VectorFault.Create);
        return sample[..length];
    }
}
