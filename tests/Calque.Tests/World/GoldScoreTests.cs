using System.Collections.Generic;
using System.Linq;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class GoldScoreTests
{
    private static readonly ArtificialWorld World = ArtificialWorld.Create(
        new WorldOptions { Concepts = 240, Topics = 4, ConceptDimension = 8, ChainCandidates = 6, HomonymShare = 0, SynonymShare = 0, VocabularyOverlap = 0 });

    private static readonly GoldDictionary Gold = new(World, World.A, World.B);

    [Fact]
    public void Compute_RightWrongAndOtherTokens_AreCountedAsTheyAre()
    {
        TransferredToken[] tokens =
        [
            Token(0, B(0), true, A(0), A(1)),           // right
            Token(1, B(1), true, A(2), A(1)),           // wrong, but a translation follows
            Token(2, B(2), true, A(3), A(4)),           // wrong
            Token(3, B(3), true),                       // no neighbours
            Token(4, B(4), false, A(4)),                // does not begin a word
            Token(5, B(5)[..2], true, A(5)),            // no word
        ];

        GoldScore score = GoldScore.Compute(tokens, World.B, Gold, [new GoldEntry(A(0), B(0)), new GoldEntry(A(2), B(2)), new GoldEntry(A(3), B(3))]);

        Assert.Equal(new GoldScore(4, 1, 2, 1, 0), score);
        Assert.Equal(0.25, score.Share);
        Assert.Equal(0.5, score.ShareAmongNeighbors);
        Assert.Equal(0, score.UnseenShare);
    }

    [Fact]
    public void Compute_EveryTokenWithItsTranslation_IsAllRight()
    {
        GoldScore score = GoldScore.Compute(Enumerable.Range(0, 240).Select(id => Token(id, B(id), true, A(id))), World.B, Gold, []);

        Assert.Equal(new GoldScore(240, 240, 240, 240, 240), score);
    }

    [Fact]
    public void Compute_NoTokens_HasSharesOfZero()
    {
        GoldScore score = GoldScore.Compute([], World.B, Gold, []);

        Assert.Equal((0, 0, 0), (score.Share, score.ShareAmongNeighbors, score.UnseenShare));
    }

    private static string A(int concept) => World.A.Lexicon.GetStems(concept)[0];

    private static string B(int concept) => World.B.Lexicon.GetStems(concept)[0];

    private static TransferredToken Token(int id, string surface, bool beginsWord, params string[] neighbors)
    {
        IReadOnlyList<TransferredNeighbor> nearest = [.. neighbors.Select(neighbor => new TransferredNeighbor(neighbor, 0.5, 1.0 / neighbors.Length))];
        return new TransferredToken(id, surface, beginsWord, nearest);
    }
}
