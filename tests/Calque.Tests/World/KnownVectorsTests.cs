using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class KnownVectorsTests
{
    private static readonly ArtificialWorld World = ArtificialWorld.Create(new WorldOptions { Concepts = 240, Topics = 4, ConceptDimension = 8, ChainCandidates = 6 });

    [Fact]
    public void Create_Rotation_IsOrthogonal()
    {
        KnownVectors vectors = KnownVectors.Create(World, World.A);
        int d = vectors.Dimension;

        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double dot = Enumerable.Range(0, d).Sum(k => vectors.Rotation[i * d + k] * vectors.Rotation[j * d + k]);
                Assert.Equal(i == j ? 1 : 0, dot, 13);
            }
        }
    }

    [Fact]
    public void Create_WithoutNoise_ALanguageIsARotationOfTheOther()
    {
        KnownVectorOptions options = new() { Noise = 0 };
        KnownVectors a = KnownVectors.Create(World, World.A, options), b = KnownVectors.Create(World, World.B, options);
        int d = a.Dimension;
        int concept = Enumerable.Range(0, 240).First(id =>
            World.A.Lexicon.GetConcepts(World.A.Lexicon.GetStems(id)[0]).SequenceEqual(World.B.Lexicon.GetConcepts(World.B.Lexicon.GetStems(id)[0])));
        ReadOnlySpan<float> from = a.Rows.AsSpan(a.Words.ToList().IndexOf(World.A.Lexicon.GetStems(concept)[0]) * d, d);
        ReadOnlySpan<float> to = b.Rows.AsSpan(b.Words.ToList().IndexOf(World.B.Lexicon.GetStems(concept)[0]) * d, d);

        for (int j = 0; j < d; j++)
        {
            double mapped = 0;
            for (int k = 0; k < d; k++)
            {
                for (int i = 0; i < d; i++)
                    mapped += from[i] * a.Rotation[k * d + i] * b.Rotation[k * d + j];
            }

            // The stored vectors are float32.
            Assert.Equal(to[j], mapped, 1e-6);
        }
    }

    [Fact]
    public void Create_NoiseOfOne_IsAboutAsLongAsTheVector()
    {
        KnownVectors clean = KnownVectors.Create(World, World.A, new KnownVectorOptions { Noise = 0 });
        KnownVectors noisy = KnownVectors.Create(World, World.A, new KnownVectorOptions { Noise = 1 });

        double meanSquare = clean.Rows.Zip(noisy.Rows, (x, y) => ((double)x - y) * ((double)x - y)).Sum() / clean.Words.Count;

        Assert.InRange(meanSquare, 0.95, 1.05);
    }

    [Fact]
    public void WriteText_EveryWord_StandsOnItsLineWithItsVector()
    {
        KnownVectors vectors = KnownVectors.Create(World, World.B);
        using MemoryStream stream = new();
        vectors.WriteText(stream);
        string[] lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n');

        Assert.Equal($"{vectors.Words.Count} 32", lines[0]);
        Assert.Equal(vectors.Words.Count + 2, lines.Length);
        string[] last = lines[^2].Split(' ');
        Assert.Equal(vectors.Words[^1], last[0]);
        Assert.Equal(vectors.Rows[^32..], last[1..].Select(value => float.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Create_DimensionBelowTheConcepts_IsRefused()
    {
        Assert.Throws<InvalidOptionException>(() => KnownVectors.Create(World, World.A, new KnownVectorOptions { Dimension = 7 }));
    }
}
