using System;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;

namespace Calque.Alignment;

/// <summary>
/// What an adversarial game is played on, and the way back from it: the leading principal axes of either side, since those hold most of a space's shape and a map of few dimensions is learned
/// in few steps (Hoshen and Wolf 2018 begin with 50 as well).
/// </summary>
internal sealed class GameSpaces
{
    /// <summary>Axes that are kept. Vectors of 300 dimensions with noise, 2,000 steps: with 50 axes the map was found, with all of them not after 4,000.</summary>
    public const int MostAxes = 50;

    private const int BlockRows = 512;

    private readonly int _dimension;
    private readonly double[]? _sourceAxes;
    private readonly double[]? _targetAxes;

    private GameSpaces(AdversarialSpaces spaces, int dimension, double[]? sourceAxes, double[]? targetAxes)
    {
        Spaces = spaces;
        _dimension = dimension;
        _sourceAxes = sourceAxes;
        _targetAxes = targetAxes;
    }

    /// <summary>The words in the axes of the game, of length 1.</summary>
    public AdversarialSpaces Spaces { get; }

    /// <summary>Whether the game sees all of the spaces.</summary>
    public bool AreWhole => _sourceAxes is null;

    /// <summary>Takes the most frequent words of two spaces of as many dimensions.</summary>
    /// <param name="source">The source rows.</param>
    /// <param name="target">The target rows.</param>
    /// <param name="words">The most frequent words of either side that take part.</param>
    /// <param name="profiles">Their profiles.</param>
    /// <param name="threads">Threads to use.</param>
    public static GameSpaces Make(NormalizedSpace source, NormalizedSpace target, int words, SimilarityProfiles profiles, int threads)
    {
        int d = source.Dimension;
        if (d <= MostAxes)
            return new GameSpaces(Join(Head(source, words), Head(target, words), d, profiles), d, null, null);
        double[] sourceAxes = Axes(source, words), targetAxes = Axes(target, words);
        return new GameSpaces(Join(Project(source, words, sourceAxes, threads), Project(target, words, targetAxes, threads), MostAxes, profiles), d, sourceAxes, targetAxes);
    }

    /// <summary>A map of the game's axes as one of the spaces, [dimension × dimension]: what lies across the axes goes to zero.</summary>
    public double[] Lift(double[] map)
    {
        if (_sourceAxes is null || _targetAxes is null)
            return map;
        double[] mapped = MatrixProducts.Multiply(_sourceAxes, map, _dimension, MostAxes, MostAxes);
        return MatrixProducts.Multiply(mapped, Transpose(_targetAxes, _dimension, MostAxes), _dimension, MostAxes, _dimension);
    }

    private static AdversarialSpaces Join(float[] source, float[] target, int dimension, SimilarityProfiles profiles) =>
        new(dimension, source, target, SimilarityProfiles.Width, profiles.Source, profiles.Target);

    private static float[] Head(NormalizedSpace space, int words) => space.Rows[..(Math.Min(words, space.Count) * space.Dimension)];

    /// <summary>The axes along which the words vary most, as columns, [dimension × <see cref="MostAxes"/>].</summary>
    private static double[] Axes(NormalizedSpace space, int words)
    {
        int d = space.Dimension, count = Math.Min(words, space.Count);
        double[] vectors = SymmetricEigen.Compute(MatrixProducts.CrossProduct(space.Rows, d, space.Rows, d, count), d).Vectors;
        return Transpose(vectors, MostAxes, d);
    }

    private static float[] Project(NormalizedSpace space, int words, double[] axes, int threads)
    {
        int d = space.Dimension, count = Math.Min(words, space.Count);
        float[] rows = new float[(long)count * MostAxes];
        WorkSharing.ForBlocks(threads, count, BlockRows, (first, block) =>
            MatrixProducts.MapRows(space.Rows.AsSpan(first * d, block * d), block, d, axes, MostAxes, rows.AsSpan(first * MostAxes, block * MostAxes)));

        // A row across all axes stays zero.
        VectorNormalizer.Fit(VectorNormalization.Unit, rows, count, MostAxes);
        return rows;
    }

    /// <summary>The first rows of a matrix as columns: [rows × columns] to [columns × rows].</summary>
    private static double[] Transpose(double[] matrix, int rows, int columns)
    {
        double[] transposed = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                transposed[(j * rows) + i] = matrix[(i * columns) + j];
        }

        return transposed;
    }
}
