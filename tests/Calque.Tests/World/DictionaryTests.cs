using System;
using System.Collections.Generic;
using System.Linq;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class DictionaryTests
{
    private static readonly ArtificialWorld World =
        ArtificialWorld.Create(new WorldOptions { Concepts = 480, Topics = 4, ConceptDimension = 8, ChainCandidates = 6, HomonymShare = 0.1, SynonymShare = 0.1 });

    private static readonly GoldDictionary Gold = new(World, World.A, World.B);

    [Fact]
    public void Entries_All_AreDistinctTranslations()
    {
        Assert.Equal(Gold.Entries.Count, Gold.Entries.Distinct().Count());
        Assert.All(Gold.Entries, entry => Assert.True(Gold.IsTranslation(entry.Source, entry.Target)));
        Assert.True(Gold.Entries.Count > World.Space.Concepts.Count);
    }

    [Fact]
    public void Entries_AndNothingElse_AreTranslationsAmongStems()
    {
        string[] source = [.. World.Space.Concepts.SelectMany(c => World.A.Lexicon.GetStems(c.Id)).Distinct()];
        string[] target = [.. World.Space.Concepts.SelectMany(c => World.B.Lexicon.GetStems(c.Id)).Distinct()];
        HashSet<GoldEntry> entries = [.. Gold.Entries];

        foreach (string a in source)
        {
            foreach (string b in target.Where((_, i) => i % 7 == 0))
                Assert.Equal(entries.Contains(new GoldEntry(a, b)), Gold.IsTranslation(a, b));
        }
    }

    [Fact]
    public void IsTranslation_InflectedForms_AreTranslationsToo()
    {
        int entity = World.Space.Concepts.First(c => c.Kind == ConceptKind.Entity).Id;
        string plural = World.A.Lexicon.GetStems(entity)[0] + "im", asObject = World.B.Lexicon.GetStems(entity)[0] + "un";

        Assert.True(Gold.IsTranslation(plural, asObject));
        Assert.False(Gold.IsTranslation("no word", asObject));
    }

    [Fact]
    public void DrawEntries_Fewer_AreDistinctEntriesInAFixedOrder()
    {
        IReadOnlyList<GoldEntry> drawn = Gold.DrawEntries(100);

        Assert.Equal(100, drawn.Distinct().Count());
        Assert.All(drawn, entry => Assert.Contains(entry, Gold.Entries));
        Assert.Equal(drawn, Gold.DrawEntries(200).Take(100));
    }

    [Fact]
    public void Apply_NoErrors_ChangesNothing()
    {
        IReadOnlyList<CorruptedLine> lines = DictionaryCorruption.Apply(Gold.Entries, new DictionaryErrors(), Gold.IsTranslation);

        Assert.Equal(Gold.Entries, lines.Select(line => line.Entry));
        Assert.All(lines, line => Assert.Equal(DictionaryFault.None, line.Fault));
    }

    [Fact]
    public void Apply_EachFault_SpoilsItsShareOfTheLinesAndTellsTheTruth()
    {
        DictionaryErrors errors = new() { Reversed = 0.1, Shuffled = 0.2, Misspelt = 0.3 };

        IReadOnlyList<CorruptedLine> lines = DictionaryCorruption.Apply(Gold.Entries, errors, Gold.IsTranslation);

        int count = lines.Count;
        Assert.Equal(Math.Round(0.1 * count, MidpointRounding.AwayFromZero), lines.Count(line => line.Fault == DictionaryFault.Reversed));
        Assert.Equal(Math.Round(0.2 * count, MidpointRounding.AwayFromZero), lines.Count(line => line.Fault == DictionaryFault.Shuffled));
        Assert.Equal(Math.Round(0.3 * count, MidpointRounding.AwayFromZero), lines.Count(line => line.Fault == DictionaryFault.Misspelt));
        Assert.Equal(Gold.Entries, lines.Select(line => line.Gold));
        foreach (CorruptedLine line in lines)
        {
            Assert.Equal(line.Fault == DictionaryFault.None, Gold.IsTranslation(line.Entry.Source, line.Entry.Target)
                || (line.Fault == DictionaryFault.None && line.Entry == line.Gold));
            if (line.Fault == DictionaryFault.Reversed)
                Assert.Equal(new GoldEntry(line.Gold.Target, line.Gold.Source), line.Entry);
        }
    }

    [Fact]
    public void Apply_SharesAboveOne_AreRefused()
    {
        DictionaryErrors errors = new() { Reversed = 0.6, Misspelt = 0.5 };

        Assert.Throws<InvalidOptionException>(() => DictionaryCorruption.Apply(Gold.Entries, errors, Gold.IsTranslation));
    }
}
