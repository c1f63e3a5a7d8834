using System;
using System.Threading;
using Calque.Numerics.LinearAlgebra;
using Calque.Tokenizers;

namespace Calque.Vectors;

/// <summary>
/// The vectors of a tokenizer's tokens in a space of words (WECHSEL: Minixhofer et al. 2022, section 3.1). Tokens with
/// equal vectors, bit for bit, share a row: <c>haus</c> and <c>Ġhaus</c> have one surface and so one row.
/// </summary>
public sealed class TokenVectors
{
    private const int LargeLength = 1 << 20;

    private TokenVectors(int dimension, int[] vectorOfToken, float[] rows, int rowCount, VectorOrigin[] origins)
    {
        Dimension = dimension;
        VectorOfToken = vectorOfToken;
        Rows = rows;
        RowCount = rowCount;
        Origins = origins;
    }

    /// <summary>Values a row.</summary>
    public int Dimension { get; }

    /// <summary>Tokens, holes among the ids counted.</summary>
    public int TokenCount => VectorOfToken.Length;

    /// <summary>Token id to row; -1 where nothing is known about the token.</summary>
    public int[] VectorOfToken { get; }

    /// <summary>[RowCount x Dimension], row-major, and perhaps unused room behind: distinct, none of them all zeros, in the order of their lowest token id.</summary>
    public float[] Rows { get; }

    /// <summary>Distinct rows.</summary>
    public int RowCount { get; }

    /// <summary>For each token id where its vector came from; <see cref="VectorOrigin.None"/> where it has none.</summary>
    public VectorOrigin[] Origins { get; }

    /// <summary>Computes the vectors of all tokens. The result has the same bits for any number of threads.</summary>
    /// <param name="mode">
    /// <see cref="SubwordVectorMode.Ngrams"/>: the vector of the token's surface; a token without one (special, a hole, part of a
    /// character, white space) has none. <see cref="SubwordVectorMode.Frequency"/>: the mean of the words whose
    /// tokenization holds the token, whatever its bytes; only special tokens and holes have none.
    /// </param>
    /// <param name="vectors">The space of words.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="threads">1 or more.</param>
    /// <param name="progress">Told the surfaces or words done, from any thread.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidVectorsException">A vector holds NaN or an infinity.</exception>
    public static TokenVectors Compute(
        SubwordVectorMode mode, WordVectors vectors, Tokenizer tokenizer, int threads,
        IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return Compute(mode, vectors, tokenizer, tokenizer.GetSurface, threads, progress, cancellation);
    }

    /// <summary>The same with surfaces that are known already.</summary>
    internal static TokenVectors Compute(
        SubwordVectorMode mode, WordVectors vectors, Tokenizer tokenizer, Func<int, TokenSurface> surfaceOf, int threads,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        string?[] surfaces = new string?[tokenizer.VocabularySize];
        bool[] wanted = new bool[surfaces.Length];
        for (int token = 0; token < surfaces.Length; token++)
        {
            TokenSurface surface = surfaceOf(token);
            wanted[token] = surface.Kind is not (TokenSurfaceKind.Special or TokenSurfaceKind.Hole);
            surfaces[token] = surface.Kind is TokenSurfaceKind.Text or TokenSurfaceKind.Byte && surface.Text.Length > 0 ? surface.Text : null;
        }

        return mode switch
        {
            SubwordVectorMode.Ngrams => FromSurfaces(vectors, surfaces, threads, progress, cancellation),
            SubwordVectorMode.Frequency =>
                FromWords(vectors, surfaces.Length, tokenizer.EncodeIds, token => wanted[token], threads, progress, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a mode"),
        };
    }

    /// <summary>The same tokens in fewer dimensions: each row projected onto principal axes.</summary>
    /// <exception cref="ArgumentException">The axes are of another space.</exception>
    public TokenVectors Project(PrincipalComponents components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Dimension != Dimension)
            throw new ArgumentException($"axes of {components.Dimension} dimensions for vectors of {Dimension}", nameof(components));
        float[] projected = new float[(long)RowCount * components.Components];
        components.Project(Rows, RowCount, projected);
        return new TokenVectors(components.Components, VectorOfToken, projected, RowCount, Origins);
    }

    /// <summary>The same tokens with other rows, one for each of these: what a map made of them.</summary>
    /// <exception cref="ArgumentException">There are not as many rows.</exception>
    public TokenVectors WithRows(int dimension, float[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Length != (long)RowCount * dimension)
            throw new ArgumentException($"{rows.Length} numbers are not {RowCount} rows of {dimension}", nameof(rows));
        return new TokenVectors(dimension, VectorOfToken, rows, RowCount, Origins);
    }

    /// <summary>
    /// From the surface of each token (mode <see cref="SubwordVectorMode.Ngrams"/>). Null stands for a token without surface:
    /// special, a hole, a byte, a piece of a character, white space only.
    /// </summary>
    internal static TokenVectors FromSurfaces(
        WordVectors vectors, ReadOnlySpan<string?> surfaces, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        NgramTokenVectors surfaceVectors = NgramTokenVectors.Compute(vectors, surfaces, threads, progress, cancellation);
        return FromVectors(vectors.Dimension, surfaceVectors.VectorOfToken, surfaceVectors.Vectors, surfaceVectors.Origins);
    }

    /// <summary>From the words that contain each token (mode <see cref="SubwordVectorMode.Frequency"/>).</summary>
    internal static TokenVectors FromWords(
        WordVectors vectors, int tokenCount, EncodeWord encode, Predicate<int> isWanted, int threads,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        FrequencyTokenVectors words = new(vectors, tokenCount, encode, isWanted, threads);
        words.Accumulate(progress, cancellation);
        return FromVectors(vectors.Dimension, words.VectorOfToken, words.TakeVectors(), null);
    }

    /// <summary>Makes rows distinct and drops those that are all zeros.</summary>
    /// <param name="dimension">Values a vector.</param>
    /// <param name="vectorOfToken">Token id to vector, -1 for none; vectors in the order of their lowest token id. Changed in place.</param>
    /// <param name="vectors">Row-major; changed in place.</param>
    /// <param name="originOfVector">Where each vector came from; null: all from words.</param>
    private static TokenVectors FromVectors(int dimension, int[] vectorOfToken, float[] vectors, VectorOrigin[]? originOfVector)
    {
        int[] rowOfVector = RowCompaction.Compact(vectors, dimension, out int rowCount);
        VectorOrigin[] origins = new VectorOrigin[vectorOfToken.Length];
        for (int token = 0; token < vectorOfToken.Length; token++)
        {
            int vector = vectorOfToken[token];
            if (vector < 0)
                continue;
            vectorOfToken[token] = rowOfVector[vector];
            if (rowOfVector[vector] >= 0)
                origins[token] = originOfVector is null ? VectorOrigin.Word : originOfVector[vector];
        }

        // A large array that is nearly full stays as it is: its copy would cost more than its tail.
        if (vectors.Length < LargeLength || rowCount * dimension < vectors.Length / 4 * 3)
            Array.Resize(ref vectors, rowCount * dimension);
        return new TokenVectors(dimension, vectorOfToken, vectors, rowCount, origins);
    }
}
