using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>
/// Word vectors of which the truth is known: the mean concept vector of each form, under a rotation that only the
/// generator knows, plus noise. An aligner is right when it finds the rotation between two languages again.
/// </summary>
public sealed class KnownVectors
{
    private KnownVectors(IReadOnlyList<string> words, float[] rows, double[] rotation, int dimension)
    {
        Words = words;
        Rows = rows;
        Rotation = rotation;
        Dimension = dimension;
    }

    /// <summary>The words, in ordinal order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Number of values in a vector.</summary>
    public int Dimension { get; }

    /// <summary>The vectors, [words × <see cref="Dimension"/>], row-major.</summary>
    public float[] Rows { get; }

    /// <summary>
    /// The hidden rotation Q, [<see cref="Dimension"/> × <see cref="Dimension"/>], row-major, orthogonal: a word's vector is
    /// c Q plus noise, where c is its concept vector filled up with zeros. From A to B the true map is QᴬᵀQᴮ, exact on
    /// the subspace that the concepts span.
    /// </summary>
    public double[] Rotation { get; }

    /// <summary>Makes the vectors of one language of a world.</summary>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static KnownVectors Create(ArtificialWorld world, ArtificialLanguage language, KnownVectorOptions? options = null)
    {
        options ??= new KnownVectorOptions();
        ConceptSpace space = world.Space;
        options.Validate(space.Dimension);
        int dimension = options.Dimension;
        double[] rotation = DrawRotation(dimension, new KeyedRandom(world.Options.Seed, "world/rotation", language.Name));
        IReadOnlyList<string> words = language.Lexicon.Forms;
        float[] rows = new float[words.Count * dimension];
        double[] concept = new double[space.Dimension], noise = new double[dimension];
        double scale = options.Noise / Math.Sqrt(dimension);
        for (int i = 0; i < words.Count; i++)
        {
            space.GetMeanVector(language.Lexicon.GetConcepts(words[i]), concept);
            new KeyedRandom(world.Options.Seed, "world/vector-noise/" + language.Name, words[i]).FillNormal(noise);
            for (int j = 0; j < dimension; j++)
            {
                double sum = 0;
                for (int k = 0; k < concept.Length; k++)
                    sum += concept[k] * rotation[k * dimension + j];
                rows[i * dimension + j] = (float)(sum + scale * noise[j]);
            }
        }

        return new KnownVectors(words, rows, rotation, dimension);
    }

    /// <summary>Writes the vectors in word2vec's text form (<c>.vec</c>): a line with both counts, then a line for each word.</summary>
    public void WriteText(Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Count} {Dimension}"));
        for (int i = 0; i < Words.Count; i++)
        {
            writer.Write(Words[i]);
            foreach (float value in Rows.AsSpan(i * Dimension, Dimension))
            {
                writer.Write(' ');
                writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }
    }

    // Gram and Schmidt, twice, on rows of normal numbers: a rotation drawn evenly, orthogonal to the last bits of a double.
    private static double[] DrawRotation(int dimension, KeyedRandom random)
    {
        double[] rows = new double[dimension * dimension];
        random.FillNormal(rows);
        for (int i = 0; i < dimension; i++)
        {
            Span<double> row = rows.AsSpan(i * dimension, dimension);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                {
                    ReadOnlySpan<double> earlier = rows.AsSpan(k * dimension, dimension);
                    double dot = ConceptSpace.Dot(row, earlier);
                    for (int j = 0; j < dimension; j++)
                        row[j] -= dot * earlier[j];
                }
            }

            double norm = Math.Sqrt(ConceptSpace.Dot(row, row));
            for (int j = 0; j < dimension; j++)
                row[j] /= norm;
        }

        return rows;
    }
}
