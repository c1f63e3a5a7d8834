using System;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>A hidden linear map from concept vectors to rows of a model: row = c M. Only the generator knows M.</summary>
public sealed class HiddenImage
{
    private readonly ConceptSpace _space;
    private readonly double[] _matrix; // M, [concept dimension × Width], row-major
    private readonly double[] _images; // c M of each concept at unit length, [concepts × Width]

    /// <summary>Draws the map.</summary>
    /// <param name="space">The concepts.</param>
    /// <param name="name">What the rows are, such as <c>input</c>; part of the key of the draws.</param>
    /// <param name="width">Values in a row.</param>
    public HiddenImage(ConceptSpace space, string name, int width)
    {
        _space = space;
        Width = width;
        _matrix = new double[space.Dimension * width];
        new KeyedRandom(space.Options.Seed, "world/hidden-image", name).FillNormal(_matrix);
        _images = new double[space.Concepts.Count * width];
        for (int concept = 0; concept < space.Concepts.Count; concept++)
        {
            Span<double> image = _images.AsSpan(concept * width, width);
            Apply(space.GetVector(concept), image);
            double norm = Math.Sqrt(ConceptSpace.Dot(image, image));
            for (int j = 0; j < width; j++)
                image[j] /= norm;
        }
    }

    /// <summary>Values in a row.</summary>
    public int Width { get; }

    /// <summary>The exact row of a concept vector.</summary>
    /// <param name="vector">As many values as a concept vector has.</param>
    /// <param name="row"><see cref="Width"/> values, overwritten.</param>
    public void Apply(ReadOnlySpan<double> vector, Span<double> row)
    {
        row.Clear();
        for (int k = 0; k < vector.Length; k++)
        {
            for (int j = 0; j < Width; j++)
                row[j] += vector[k] * _matrix[k * Width + j];
        }
    }

    /// <summary>The concept whose row has the largest cosine with a row; the lowest id among equals.</summary>
    /// <param name="row"><see cref="Width"/> values.</param>
    public int FindNearestConcept(ReadOnlySpan<double> row)
    {
        int best = 0;
        double bestDot = double.NegativeInfinity;
        for (int concept = 0; concept < _space.Concepts.Count; concept++)
        {
            double dot = ConceptSpace.Dot(_images.AsSpan(concept * Width, Width), row);
            if (dot > bestDot)
            {
                best = concept;
                bestDot = dot;
            }
        }

        return best;
    }
}
