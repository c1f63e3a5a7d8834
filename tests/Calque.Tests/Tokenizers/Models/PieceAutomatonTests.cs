using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.Models;
using Xunit;

namespace Calque.Tests.Tokenizers.Models;

/// <summary>The double array of a Unigram model's pieces against a dictionary.</summary>
public sealed class PieceAutomatonTests
{
    private uint _seed = 7;

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(40, 6, 3)]
    [InlineData(3000, 9, 40)]
    [InlineData(4000, 3, 250)]
    public void Build_DrawnPieces_KnowsEachPrefixAndPieceAndNothingElse(int count, int longest, int letters)
    {
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        var builder = new VocabularyBuilder("drawn", 64);
        double[] scores = new double[count];
        for (int id = 0; id < count; id++)
        {
            string piece = DrawText(longest, letters);
            builder.Add(Latin(piece), id);
            idOf[piece] = id; // of equal pieces the last counts
            scores[id] = -id / 4.0;
            for (int length = 1; length <= piece.Length; length++)
                prefixes.Add(piece[..length]);
        }

        PieceAutomaton automaton = PieceAutomaton.Build(builder.Build(allowRepeats: true), null, scores);

        foreach (string prefix in prefixes)
            Assert.Equal(idOf.GetValueOrDefault(prefix, -1), Find(automaton, prefix, scores, out bool known) is int id && known ? id : -2);
        for (int k = 0; k < 2000; k++)
        {
            string text = DrawText(longest + 2, letters);
            Find(automaton, text, scores, out bool known);
            Assert.Equal(prefixes.Contains(text) || text.Length == 0, known);
        }
    }

    [Fact]
    public void Build_OnlySomeEntries_MatchesThoseAlone()
    {
        var builder = new VocabularyBuilder("drawn", 64);
        foreach (string piece in (string[])["a", "ab", "b", "bc"])
            builder.Add(Latin(piece), builder.Count);
        double[] scores = [-1, -2, -3, -4];

        PieceAutomaton automaton = PieceAutomaton.Build(builder.Build(allowRepeats: false), [0, 3], scores);

        Assert.Equal(0, Find(automaton, "a", scores, out _));
        Assert.Equal(3, Find(automaton, "bc", scores, out _));
        Assert.Equal(-1, Find(automaton, "b", scores, out _));
        Find(automaton, "ab", scores, out bool known);
        Assert.False(known);
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static int Find(PieceAutomaton automaton, string text, double[] scores, out bool known)
    {
        int state = 0;
        known = false;
        foreach (byte value in Latin(text))
        {
            int next = automaton.States[state].Base ^ value;
            if (automaton.States[next].Parent != state)
                return -1;
            state = next;
        }

        known = true;
        int id = automaton.IdOf(state);
        Assert.Equal(text.Length, automaton.LengthOf(state));
        Assert.Equal(id < 0 ? double.NaN : scores[id], automaton.States[state].Score);
        return id;
    }

    private string DrawText(int longest, int letters)
    {
        var text = new StringBuilder();
        for (int length = 1 + Draw(longest); length > 0; length--)
            text.Append((char)(Draw(letters) + (letters > 200 ? 0 : 'a')));
        return text.ToString();
    }

    private int Draw(int bound)
    {
        _seed = (_seed * 1664525) + 1013904223;
        return (int)((_seed >> 8) % (uint)bound);
    }
}
