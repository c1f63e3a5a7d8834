using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Formats.FastText;

namespace Calque.Vectors;

/// <summary>
/// u_x = Σ f_v vec(v) / Σ f_v over the words v whose tokenization holds token x (WECHSEL, section 3.1, for vectors
/// without n-grams). Each word is encoded as it stands and after a space, and counts once for each of the two that holds
/// the token. Left out is the entry <c>&lt;/s&gt;</c>: its count is the number of lines and would swamp its pieces.
/// </summary>
/// <remarks>
/// Words go by in blocks. In a block, vectors and encodings are made word by word, then added token by token, each
/// token's words in the file's order: the sums are the same for any number of threads and any size of block.
/// </remarks>
internal sealed class FrequencyTokenVectors
{
    private const int WordsPerBlock = 4096;
    private const int WordsPerTask = 64;
    private const int TokensPerTask = 64;

    private readonly WordVectors vectors;
    private readonly EncodeWord encode;
    private readonly Predicate<int> isWanted;
    private readonly int threads;
    private readonly double[]?[] sums;
    private readonly double[] weights;

    /// <summary>Prepares the sums of <paramref name="tokenCount"/> tokens; <paramref name="isWanted"/> says which ids may have a vector.</summary>
    public FrequencyTokenVectors(WordVectors vectors, int tokenCount, EncodeWord encode, Predicate<int> isWanted, int threads)
    {
        this.vectors = vectors;
        this.encode = encode;
        this.isWanted = isWanted;
        this.threads = threads;
        sums = new double[tokenCount][];
        weights = new double[tokenCount];
        VectorOfToken = new int[tokenCount];
    }

    /// <summary>Token id to vector, -1 for a token that no word holds; set by <see cref="TakeVectors"/>.</summary>
    public int[] VectorOfToken { get; }

    /// <summary>Goes through all words.</summary>
    public void Accumulate(IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        float[] words = new float[NgramTokenVectors.CheckedLength(Math.Min(WordsPerBlock, vectors.Count), vectors)];
        double[] frequencies = new double[WordsPerBlock];
        List<long>[] postings = new List<long>[(WordsPerBlock + WordsPerTask - 1) / WordsPerTask];
        for (int first = 0; first < vectors.Count; first += WordsPerBlock)
        {
            int start = first;
            int count = Math.Min(WordsPerBlock, vectors.Count - first);
            FixedBlocks.Run(count, WordsPerTask, threads, (from, to) =>
                postings[from / WordsPerTask] = ReadWords(start, from, to, words, frequencies), cancellation);
            List<long> all = [];
            for (int task = 0; task * WordsPerTask < count; task++)
                all.AddRange(postings[task]);
            Add([.. all], words, frequencies, cancellation);
            progress?.Report(new OperationProgress("token vectors", first + count, vectors.Count, "words"));
        }
    }

    /// <summary>The means, rounded once, in the order of the token ids. The sums are given up on the way.</summary>
    public float[] TakeVectors()
    {
        int count = 0;
        for (int token = 0; token < sums.Length; token++)
            VectorOfToken[token] = weights[token] > 0 ? count++ : -1;
        int dimension = vectors.Dimension;
        float[] result = new float[NgramTokenVectors.CheckedLength(count, vectors)];
        for (int token = 0; token < sums.Length; token++)
        {
            if (VectorOfToken[token] < 0)
                continue;
            double[] sum = sums[token]!; // a weight came together with a sum
            Span<float> row = result.AsSpan(VectorOfToken[token] * dimension, dimension);
            for (int index = 0; index < dimension; index++)
                row[index] = (float)(sum[index] / weights[token]);
            sums[token] = null;
        }

        return result;
    }

    /// <summary>Vectors, counts and (token, word) pairs of the words [from, to) of the block that begins at word <paramref name="start"/>.</summary>
    private List<long> ReadWords(int start, int from, int to, float[] words, double[] frequencies)
    {
        List<long> postings = [];
        List<int> ids = [];
        byte[] spaced = [(byte)' '];
        for (int word = from; word < to; word++)
        {
            ReadOnlySpan<byte> text = vectors.GetWordUtf8(start + word);
            if (text.SequenceEqual(FastTextSubwords.EndOfSentence))
                continue;
            frequencies[word] = vectors.GetFrequency(start + word);
            vectors.GetVector(text, words.AsSpan(word * vectors.Dimension, vectors.Dimension));
            if (spaced.Length != text.Length + 1)
                spaced = new byte[text.Length + 1];
            spaced[0] = (byte)' ';
            text.CopyTo(spaced.AsSpan(1));
            AddPostings(text, word, ids, postings);
            AddPostings(spaced, word, ids, postings);
        }

        return postings;
    }

    private void AddPostings(ReadOnlySpan<byte> text, int word, List<int> ids, List<long> postings)
    {
        ids.Clear();
        encode(text, ids);
        ids.Sort();
        int last = -1;
        foreach (int id in ids)
        {
            if (id != last && isWanted(id))
                postings.Add((long)id << 32 | (uint)word);
            last = id;
        }
    }

    /// <summary>Adds a block's words to their tokens; sorted, a token's words stand together and in the file's order.</summary>
    private void Add(long[] postings, float[] words, double[] frequencies, CancellationToken cancellation)
    {
        Array.Sort(postings);
        List<int> starts = [];
        for (int index = 0; index < postings.Length; index++)
        {
            if (index == 0 || postings[index] >> 32 != postings[index - 1] >> 32)
                starts.Add(index);
        }

        starts.Add(postings.Length);
        FixedBlocks.Run(starts.Count - 1, TokensPerTask, threads, (first, end) =>
        {
            for (int group = first; group < end; group++)
                AddToToken(postings.AsSpan(starts[group]..starts[group + 1]), words, frequencies);
        }, cancellation);
    }

    private void AddToToken(ReadOnlySpan<long> postings, float[] words, double[] frequencies)
    {
        int token = (int)(postings[0] >> 32);
        int dimension = vectors.Dimension;
        double[] sum = sums[token] ??= new double[dimension];
        foreach (long posting in postings)
        {
            int word = (int)(uint)posting;
            double frequency = frequencies[word];
            ReadOnlySpan<float> vector = words.AsSpan(word * dimension, dimension);
            for (int index = 0; index < sum.Length; index++)
                sum[index] += frequency * vector[index];
            weights[token] += frequency;
        }
    }
}
