#:project ../../src/Calque/Calque.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Writes known-answer worlds, one a seed: dotnet run recipes/self-learning/write-world.cs DIRECTORY SEED [SEED ...]
// DIRECTORY/SEED/a.vec, b.vec: word vectors under hidden rotations; train.tsv: 2,000 entries of the gold dictionary in random order;
// test.tsv: of every word that train.tsv does not have, inflected or not, all words that can say the same.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.World;

foreach (string seed in args[1..])
{
    string folder = Path.Combine(args[0], seed);
    Directory.CreateDirectory(folder);
    ArtificialWorld world = ArtificialWorld.Create(new WorldOptions { Seed = ulong.Parse(seed) });
    KnownVectors a = KnownVectors.Create(world, world.A), b = KnownVectors.Create(world, world.B);
    foreach ((string name, KnownVectors vectors) in new[] { ("a.vec", a), ("b.vec", b) })
    {
        using FileStream stream = File.Create(Path.Combine(folder, name));
        vectors.WriteText(stream);
    }

    GoldDictionary gold = new(world, world.A, world.B);
    GoldEntry[] train = [.. gold.DrawEntries(2000)];
    HashSet<string> learned = [.. train.Select(entry => entry.Source)];
    File.WriteAllLines(Path.Combine(folder, "train.tsv"), train.Select(entry => $"{entry.Source}\t{entry.Target}"));
    ILookup<int, string> targets = b.Words.SelectMany(word => world.B.Lexicon.GetConcepts(word).Select(concept => (concept, word))).ToLookup(one => one.concept, one => one.word);
    File.WriteAllLines(
        Path.Combine(folder, "test.tsv"),
        from word in a.Words
        where !learned.Contains(word)
        from target in world.A.Lexicon.GetConcepts(word).SelectMany(concept => targets[concept]).Distinct()
        select $"{word}\t{target}");
    Console.WriteLine($"world {seed}: {a.Words.Count} and {b.Words.Count} words");
}
