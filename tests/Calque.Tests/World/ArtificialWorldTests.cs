using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class ArtificialWorldTests
{
    private static readonly WorldOptions Small = new() { Concepts = 240, Topics = 4, ConceptDimension = 8, ChainCandidates = 6 };

    [Fact]
    public void Create_SameOptions_GivesTheSameTextAndVectors()
    {
        ArtificialWorld first = ArtificialWorld.Create(Small), second = ArtificialWorld.Create(Small);

        Assert.Equal(Text(first, first.B), Text(second, second.B));
        Assert.Equal(KnownVectors.Create(first, first.A).Rows, KnownVectors.Create(second, second.A).Rows);
    }

    [Fact]
    public void Create_OtherSeed_GivesAnotherWorld()
    {
        ArtificialWorld first = ArtificialWorld.Create(Small), second = ArtificialWorld.Create(Small with { Seed = 8 });

        Assert.NotEqual(Text(first, first.A), Text(second, second.A));
        Assert.NotEqual(first.Space.GetVector(0).ToArray(), second.Space.GetVector(0).ToArray());
    }

    [Fact]
    public void Create_Default_HasTopicsOfOneSizeAndUnitVectors()
    {
        ConceptSpace space = ConceptSpace.Create(WorldOptions.Default);

        Assert.Equal(3000, space.Concepts.Count);
        Assert.All(space.Concepts.CountBy(concept => concept.Topic), topic => Assert.Equal(250, topic.Value));
        Assert.All(space.Concepts, concept => Assert.Equal(1, space.Cosine(concept.Id, concept.Id), 12));
        Assert.All(space.Concepts, concept => Assert.Equal(concept.Id, space.FindNearest(space.GetVector(concept.Id))));
    }

    [Fact]
    public void Create_ConceptsOfOneTopic_AreNearerThanOthers()
    {
        ConceptSpace space = ConceptSpace.Create(Small);
        double within = Mean(space, same: true), between = Mean(space, same: false);

        Assert.True(within > between + 0.1, $"within {within}, between {between}");
    }

    [Fact]
    public void Render_ThreeLanguages_SayTheSameConcepts()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small);

        foreach (Sentence sentence in world.Sentences.Generate(0, 200))
        {
            int[][] said = [.. world.Languages.Select(language => Said(world, language, sentence))];
            Assert.Equal(said[0], said[1]);
            Assert.Equal(said[0], said[2]);
        }
    }

    [Fact]
    public void Render_EveryWord_IsAFormOfTheConceptItSays()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small with { HomonymShare = 0.2, SynonymShare = 0.3 });

        foreach (ArtificialLanguage language in world.Languages)
        {
            foreach (SaidWord word in world.Sentences.Generate(0, 200).SelectMany(world.CreateRenderer(language).Render))
            {
                if (word.Concept is int concept)
                {
                    Assert.Contains(concept, language.Lexicon.GetConcepts(word.Text));
                    Assert.Equal(world.Space.Concepts[concept].NameTag, word.NameTag);
                }
            }
        }
    }

    [Fact]
    public void Render_TheThreeOrders_PutTheActionWhereTheyShould()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small);
        Sentence sentence = new(0, 0, [new Clause(new NounPhrase(0, null, false), 4, false, new NounPhrase(8, null, false))]);

        int[] places = [.. world.Languages.Select(language => world.CreateRenderer(language).Render(sentence).ToList().FindIndex(word => word.Concept == 4))];

        Assert.Equal([1, 2, 0], places);
    }

    [Fact]
    public void Generate_TopicMixingOfZero_StaysInTheTopicOfTheLabel()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small with { TopicMixing = 0 });
        SentenceRenderer renderer = world.CreateRenderer(world.A);

        foreach (Sentence sentence in world.Sentences.Generate(0, 200))
            Assert.All(renderer.Render(sentence), word => Assert.True(word.Concept is null || world.Space.Concepts[word.Concept.Value].Topic == sentence.Topic));
    }

    [Fact]
    public void Generate_FromTheMiddle_GivesTheSameSentences()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small);
        SentenceRenderer renderer = world.CreateRenderer(world.A);

        Assert.Equal(
            world.Sentences.Generate(0, 30).Skip(20).Select(renderer.RenderText),
            world.Sentences.Generate(20, 10).Select(renderer.RenderText));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Create_VocabularyOverlap_SharesThatManyWords(double overlap)
    {
        ArtificialWorld world = ArtificialWorld.Create(Small with { VocabularyOverlap = overlap, HomonymShare = 0, SynonymShare = 0 });

        double shared = world.Space.Concepts.Count(c => world.A.Lexicon.GetStems(c.Id)[0] == world.B.Lexicon.GetStems(c.Id)[0]) / 240.0;

        // Four standard deviations of 240 draws; a stem drawn alike by chance is far rarer than that.
        Assert.InRange(shared, overlap - 4 * Math.Sqrt(overlap * (1 - overlap) / 240), overlap + 4 * Math.Sqrt(overlap * (1 - overlap) / 240));
    }

    [Fact]
    public void Create_RelatedShareOfOne_MakesEveryWordOfCFromB()
    {
        ArtificialWorld world = ArtificialWorld.Create(Small with { RelatedShare = 1, VocabularyOverlap = 0, HomonymShare = 0, SynonymShare = 0 });

        Assert.All(world.Space.Concepts, c =>
            Assert.Equal(SoundChanges.Apply(world.B.Lexicon.GetStems(c.Id)[0]), world.C.Lexicon.GetStems(c.Id)[0]));
    }

    [Fact]
    public void Create_HomonymsAndSynonyms_AreThereInTheShareAskedFor()
    {
        ArtificialWorld world = ArtificialWorld.Create(WorldOptions.Default with { HomonymShare = 0.1, SynonymShare = 0.2 });

        Assert.InRange(world.Space.Concepts.Count(c => world.A.Lexicon.GetStems(c.Id).Count == 2), 500, 700);
        Assert.InRange(world.Space.Concepts.Count(c => world.A.Lexicon.GetConcepts(world.A.Lexicon.GetStems(c.Id)[0]).Count > 1), 350, 700);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Create_ShareOutOfRange_IsRefusedByName(double share)
    {
        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => ArtificialWorld.Create(Small with { HomonymShare = share }));

        Assert.Contains("HomonymShare", error.Message, StringComparison.Ordinal);
    }

    private static string Text(ArtificialWorld world, ArtificialLanguage language)
    {
        using MemoryStream stream = new();
        WorldText.WriteText(stream, world.CreateRenderer(language), world.Sentences.Generate(0, 50));
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static int[] Said(ArtificialWorld world, ArtificialLanguage language, Sentence sentence) =>
        [.. world.CreateRenderer(language).Render(sentence).Where(word => word.Concept.HasValue).Select(word => word.Concept!.Value).Order()];

    private static double Mean(ConceptSpace space, bool same)
    {
        List<double> cosines = [];
        for (int i = 0; i < space.Concepts.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (space.Concepts[i].Topic == space.Concepts[j].Topic == same)
                    cosines.Add(space.Cosine(i, j));
            }
        }

        return cosines.Average();
    }
}
