using System;
using System.Globalization;
using System.Threading;

namespace Calque.Vectors;

/// <summary>The vectors of surfaces, each distinct surface once.</summary>
internal sealed class NgramTokenVectors
{
    private const int BlockSize = 256;

    private NgramTokenVectors(int[] vectorOfToken, float[] vectors, VectorOrigin[] origins)
    {
        VectorOfToken = vectorOfToken;
        Vectors = vectors;
        Origins = origins;
    }

    /// <summary>Token id to vector, -1 for a token without surface; vectors in the order of their lowest token id.</summary>
    public int[] VectorOfToken { get; }

    /// <summary>[surfaces x dimension], row-major.</summary>
    public float[] Vectors { get; }

    /// <summary>Where each vector came from.</summary>
    public VectorOrigin[] Origins { get; }

    public static NgramTokenVectors Compute(
        WordVectors vectors, ReadOnlySpan<string?> surfaces, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int[] vectorOfToken = new int[surfaces.Length];
        Utf8Words distinct = new();
        Utf8WordTable seen = new(index => distinct[index], surfaces.Length);
        for (int token = 0; token < surfaces.Length; token++)
        {
            vectorOfToken[token] = -1;
            if (string.IsNullOrEmpty(surfaces[token]))
                continue;
            int index = distinct.Add(surfaces[token]!); // checked in the line above
            if (!seen.TryAdd(distinct[index], index))
            {
                int known = seen.Find(distinct[index]);
                distinct.RemoveLast();
                index = known;
            }

            vectorOfToken[token] = index;
        }

        float[] result = new float[CheckedLength(distinct.Count, vectors)];
        VectorOrigin[] origins = new VectorOrigin[distinct.Count];
        if (vectors is FastTextWordVectors { IsLarge: true } model)
            FastTextSweep.GetVectors(model, distinct, result, origins, threads, progress, cancellation);
        else
            GetVectors(vectors, distinct, result, origins, threads, progress, cancellation);
        return new NgramTokenVectors(vectorOfToken, result, origins);
    }

    private static void GetVectors(
        WordVectors vectors, Utf8Words words, float[] result, VectorOrigin[] origins, int threads,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int done = 0;
        FixedBlocks.Run(words.Count, BlockSize, threads, (first, end) =>
        {
            for (int index = first; index < end; index++)
                origins[index] = vectors.GetVector(words[index], result.AsSpan(index * vectors.Dimension, vectors.Dimension));
            int total = Interlocked.Add(ref done, end - first);
            progress?.Report(new OperationProgress("token vectors", total, words.Count, "surfaces"));
        }, cancellation);
    }

    /// <summary>The number of floats, which one array must be able to hold.</summary>
    internal static int CheckedLength(int count, WordVectors vectors)
    {
        long length = (long)count * vectors.Dimension;
        return length <= Array.MaxLength
            ? (int)length
            : throw new InvalidVectorsException(
                vectors.Path, string.Create(CultureInfo.InvariantCulture, $"{vectors.Dimension} dimensions for {count} tokens"),
                string.Create(CultureInfo.InvariantCulture, $"at most {Array.MaxLength} values in all"), "Use vectors with fewer dimensions.");
    }
}
