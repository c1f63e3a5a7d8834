using System;
using System.Collections.Generic;
using System.Globalization;
using Calque.Formats.Word2Vec;
using Calque.Vectors;

namespace Calque.Alignment.Directories;

/// <summary>The words of a file with their vectors, one after the other in the file's order, without the whole in memory.</summary>
internal abstract class VectorRows : IDisposable
{
    public abstract string Format { get; }

    public abstract int Dimension { get; }

    /// <summary>How many there are, as far as the file says so; null where it does not.</summary>
    public abstract long? ClaimedCount { get; }

    public abstract IEnumerable<string> Warnings { get; }

    /// <summary>Opens a file of any form. Text is read line by line, other forms are mapped.</summary>
    public static VectorRows Open(string path)
    {
        byte[]? sample = WordVectors.SampleText(path);
        return sample is null ? new MappedRows(WordVectors.Open(path)) : new TextRows(Word2VecTextReader.Open(path, sample));
    }

    /// <summary>Reads the next; the bytes of the word are valid until the next call.</summary>
    public abstract bool TryRead(Span<float> vector, out ReadOnlySpan<byte> word);

    public abstract void Dispose();

    private sealed class TextRows(Word2VecTextReader reader) : VectorRows
    {
        private long _read;

        public override string Format => "word2vec text";

        public override int Dimension => reader.Dimension;

        public override long? ClaimedCount => reader.ClaimedCount;

        public override IEnumerable<string> Warnings
        {
            get
            {
                foreach (string warning in reader.DescribeLeftOut())
                    yield return warning;
                if (reader.ClaimedCount is { } claimed && claimed != _read)
                    yield return string.Create(CultureInfo.InvariantCulture, $"the header promises {claimed} words, {_read} were read");
            }
        }

        public override bool TryRead(Span<float> vector, out ReadOnlySpan<byte> word)
        {
            if (!reader.TryRead(out word))
                return _read > 0 ? false : throw reader.NothingUsable();
            reader.Values.CopyTo(vector);
            _read++;
            return true;
        }

        public override void Dispose() => reader.Dispose();
    }

    private sealed class MappedRows(WordVectors vectors) : VectorRows
    {
        // Pages of the map that were read are given back now and then, or the file's size would count as memory.
        private const int ReleaseEvery = 1 << 14;

        private int _next;

        public override string Format => vectors.Format;

        public override int Dimension => vectors.Dimension;

        public override long? ClaimedCount => vectors.Count;

        public override IEnumerable<string> Warnings => vectors.Warnings;

        public override bool TryRead(Span<float> vector, out ReadOnlySpan<byte> word)
        {
            if (_next == vectors.Count)
            {
                word = default;
                return false;
            }

            if (_next % ReleaseEvery == 0)
                vectors.ReleaseMemory();
            word = vectors.GetWordUtf8(_next);
            // A fastText model's vectors have their n-grams in them; a repeated word of other forms keeps its own row.
            if (vectors.HasSubwords)
                vectors.GetVector(word, vector);
            else
                vectors.GetWordRow(_next, vector);
            _next++;
            return true;
        }

        public override void Dispose() => vectors.Dispose();
    }
}
