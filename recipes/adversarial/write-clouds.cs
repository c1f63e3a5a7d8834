#:project ../../src/Calque/Calque.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Writes pairs of vector files whose truth is known: dotnet run recipes/adversarial/write-clouds.cs DIRECTORY SEED [SEED ...]
// DIRECTORY/KIND-SEED/a.vec, b.vec and (but for unrelated) gold.tsv. The second file holds the first one's rows, turned by a hidden rotation and shuffled.
//   clusters   2,000 words of 20 dimensions around 12 centres; spread 0.5 of the centres'
//   noisy      the same with noise of 0.4 on the second side
//   many       5,000 words of 100 dimensions around 40 centres, noise 0.3
//   isotropic  2,000 words of 20 dimensions from one normal distribution
//   unrelated  clusters on both sides that have nothing to do with each other
//   world      the known-answer world: two artificial languages with topics, noise 0.2
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;
using Calque.World;

foreach (ulong seed in args[1..].Select(ulong.Parse))
{
    Write("clusters", seed, 2000, 20, 12, 0);
    Write("noisy", seed, 2000, 20, 12, 0.4);
    Write("many", seed, 5000, 100, 40, 0.3);
    Write("isotropic", seed, 2000, 20, 0, 0);
    Write("unrelated", seed, 2000, 20, 12, double.NaN);
    WriteWorld(seed);
}

void Write(string kind, ulong seed, int words, int dimension, int clusters, double noise)
{
    string folder = Directory.CreateDirectory(Path.Combine(args[0], $"{kind}-{seed}")).FullName;
    double[] rows = Cloud(seed, kind, words, dimension, clusters);
    int[] order = [.. Enumerable.Range(0, words)];
    new KeyedRandom(seed, $"{kind}/order", 0).Shuffle(order.AsSpan());
    double[] other = double.IsNaN(noise) ? Cloud(seed, kind + "/other", words, dimension, clusters) : [.. rows];
    double[] normal = new double[dimension * dimension], added = new double[rows.Length];
    new KeyedRandom(seed, $"{kind}/rotation", 0).FillNormal(normal);
    new KeyedRandom(seed, $"{kind}/noise", 0).FillNormal(added);
    for (int i = 0; i < other.Length && noise > 0; i++)
        other[i] += noise * added[i];
    double[] turned = MatrixProducts.Multiply(other, SingularValueDecomposition.Compute(normal, dimension, dimension).U, words, dimension, dimension);
    double[] shuffled = new double[turned.Length];
    for (int i = 0; i < words; i++)
        Array.Copy(turned, i * dimension, shuffled, order[i] * dimension, dimension);
    WriteVectors(Path.Combine(folder, "a.vec"), "a", rows, dimension);
    WriteVectors(Path.Combine(folder, "b.vec"), "b", shuffled, dimension);
    if (!double.IsNaN(noise))
        File.WriteAllLines(Path.Combine(folder, "gold.tsv"), order.Select((place, i) => $"a{i}\tb{place}"));
}

double[] Cloud(ulong seed, string kind, int words, int dimension, int clusters)
{
    KeyedRandom random = new(seed, kind, 0);
    double[] centres = new double[clusters * dimension], rows = new double[words * dimension];
    random.FillNormal(centres);
    random.FillNormal(rows);
    for (int i = 0; i < words && clusters > 0; i++)
    {
        int cluster = random.NextInt(clusters);
        for (int k = 0; k < dimension; k++)
            rows[(i * dimension) + k] = centres[(cluster * dimension) + k] + (0.5 * rows[(i * dimension) + k]);
    }

    return rows;
}

void WriteVectors(string path, string letter, double[] rows, int dimension)
{
    using StreamWriter writer = new(path);
    writer.Write(string.Create(CultureInfo.InvariantCulture, $"{rows.Length / dimension} {dimension}\n"));
    for (int i = 0; i < rows.Length / dimension; i++)
        writer.Write($"{letter}{i} {string.Join(' ', Enumerable.Range(0, dimension).Select(k => ((float)rows[(i * dimension) + k]).ToString("R", CultureInfo.InvariantCulture)))}\n");
}

void WriteWorld(ulong seed)
{
    string folder = Directory.CreateDirectory(Path.Combine(args[0], $"world-{seed}")).FullName;
    ArtificialWorld world = ArtificialWorld.Create(new WorldOptions { Seed = seed });
    KnownVectors a = KnownVectors.Create(world, world.A), b = KnownVectors.Create(world, world.B);
    foreach ((string name, KnownVectors vectors) in new[] { ("a.vec", a), ("b.vec", b) })
    {
        using FileStream stream = File.Create(Path.Combine(folder, name));
        vectors.WriteText(stream);
    }

    ILookup<int, string> targets = b.Words.SelectMany(word => world.B.Lexicon.GetConcepts(word).Select(concept => (concept, word))).ToLookup(one => one.concept, one => one.word);
    File.WriteAllLines(
        Path.Combine(folder, "gold.tsv"),
        from word in a.Words
        from target in world.A.Lexicon.GetConcepts(word).SelectMany(concept => targets[concept]).Distinct()
        select $"{word}\t{target}");
}
