using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Calque.Tokenizers.Models;
using Xunit;

namespace Calque.Tests.Tokenizers.Models;

/// <summary>The fast models against plain ones that follow the definition, on drawn vocabularies and texts.</summary>
public sealed class ModelReferenceTests
{
    private ulong _state = 7;

    [Fact]
    public void Bpe_DrawnMerges_EqualsThePlainLoop()
    {
        for (int round = 0; round < 60; round++)
        {
            var tokens = new List<string> { "a", "b", "c", "é", "▁" };
            var merges = new List<(string Left, string Right)>();
            for (int i = 0; i < 30; i++)
            {
                string left = tokens[Draw(tokens.Count)];
                string right = tokens[Draw(tokens.Count)];
                if (merges.Contains((left, right)) || left.Length + right.Length > 12)
                    continue;
                merges.Add((left, right));
                if (!tokens.Contains(left + right))
                    tokens.Add(left + right);
            }

            Vocabulary vocabulary = MakeVocabulary(tokens);
            var list = new BpeMergeList(4);
            foreach ((string left, string right) in merges)
                list.Add(tokens.IndexOf(left), tokens.IndexOf(right), tokens.IndexOf(left + right));
            var model = new BpeModel(vocabulary, list, new BpeModelOptions(), "drawn");
            var workspace = new ModelWorkspace();
            for (int k = 0; k < 30; k++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + Draw(k < 25 ? 40 : 400)).Select(_ => tokens[Draw(5)]));
                Assert.Equal(PlainBpe(text, tokens, merges), Run(model, workspace, text));
                Assert.Equal(PlainBpe(text, tokens, merges), Run(model, workspace, text)); // now from the cache
            }
        }
    }

    [Fact]
    public void Unigram_DrawnScores_HasTheScoreOfTheBestOfAllCuts()
    {
        for (int round = 0; round < 40; round++)
        {
            string[] pieces = [.. new[] { "<unk>", "a", "b", "é" }.Concat(Enumerable.Range(0, 12).Select(_ => string.Concat(Enumerable.Range(0, 1 + Draw(3)).Select(_ => "abé"[Draw(3)])))).Distinct()];
            double[] scores = [.. pieces.Select(_ => -1 - (Draw(8) / 2.0))];
            var model = new UnigramModel(MakeVocabulary(pieces), scores, matches: null, 0, scores.Min(), byteFallback: false, sentencePiece: false, "drawn");
            var workspace = new ModelWorkspace();
            for (int k = 0; k < 40; k++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + Draw(10)).Select(_ => "abé"[Draw(3)]));
                double[] best = new double[text.Length + 1];
                Array.Fill(best, double.NegativeInfinity);
                best[0] = 0;
                for (int end = 1; end <= text.Length; end++)
                {
                    for (int start = 0; start < end; start++)
                    {
                        int id = Array.IndexOf(pieces, text[start..end]);
                        if (id > 0)
                            best[end] = Math.Max(best[end], best[start] + scores[id]);
                    }
                }

                int[] ids = Run(model, workspace, text);
                Assert.Equal(text, string.Concat(ids.Select(id => pieces[id])));
                Assert.Equal(best[^1], ids.Sum(id => scores[id]), 9);
            }
        }
    }

    [Fact]
    public void WordPiece_DrawnWords_EqualsLongestMatchFirst()
    {
        for (int round = 0; round < 40; round++)
        {
            string[] tokens = [.. new[] { "[UNK]", "a", "##b" }.Concat(Enumerable.Range(0, 14).Select(_ => (Draw(2) == 0 ? "##" : "") + string.Concat(Enumerable.Range(0, 1 + Draw(4)).Select(_ => "abé中"[Draw(4)])))).Distinct()];
            var model = new WordPieceModel(MakeVocabulary(tokens), "[UNK]", "##", 12, "drawn");
            var workspace = new ModelWorkspace();
            for (int k = 0; k < 60; k++)
            {
                string text = string.Concat(Enumerable.Range(0, 1 + Draw(14)).Select(_ => "abé中"[Draw(4)]));
                Assert.Equal(PlainWordPiece(text, tokens), Run(model, workspace, text));
            }
        }
    }

    [Fact]
    public void Bpe_OneWordOfAHundredThousandCharacters_TakesNoQuadraticTime()
    {
        // At n² steps this would take minutes; the test only has to end.
        Vocabulary vocabulary = MakeVocabulary(["a", "aa", "aaaa", "b"]);
        var list = new BpeMergeList(4);
        list.Add(0, 0, 1);
        list.Add(1, 1, 2);
        var model = new BpeModel(vocabulary, list, new BpeModelOptions(), "drawn");
        int[] ids = Run(model, new ModelWorkspace(), new string('a', 400_000));
        Assert.Equal(100_000, ids.Length);
        Assert.All(ids, id => Assert.Equal(2, id));
    }

    [Fact]
    public void WordCache_MoreWordsThanItHolds_StillAnswersRight()
    {
        Vocabulary vocabulary = MakeVocabulary([.. Enumerable.Range('0', 10).Select(digit => ((char)digit).ToString())]);
        var model = new BpeModel(vocabulary, new BpeMergeList(1), new BpeModelOptions(), "drawn");
        var workspace = new ModelWorkspace();
        for (int number = 0; number < 60_000; number++)
        {
            string text = (number * 7919 % 60_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(text.Select(digit => digit - '0'), Run(model, workspace, text));
        }
    }

    private static int[] Run(TokenizerModel model, ModelWorkspace workspace, string text)
    {
        var output = new TokenBuffer();
        model.Tokenize(Encoding.UTF8.GetBytes(text), workspace, output);
        return output.Ids.ToArray();
    }

    private static int[] PlainBpe(string text, List<string> tokens, List<(string Left, string Right)> merges)
    {
        List<string> symbols = [.. text.Select(c => c.ToString())];
        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i + 1 < symbols.Count; i++)
            {
                int rank = merges.IndexOf((symbols[i], symbols[i + 1]));
                if (rank >= 0 && rank < bestRank)
                    (best, bestRank) = (i, rank);
            }

            if (best < 0)
                return [.. symbols.Select(symbol => tokens.IndexOf(symbol))];
            symbols[best] += symbols[best + 1];
            symbols.RemoveAt(best + 1);
        }
    }

    private static int[] PlainWordPiece(string text, string[] tokens)
    {
        if (text.Length > 12)
            return [0];
        var ids = new List<int>();
        for (int start = 0; start < text.Length;)
        {
            int end = text.Length;
            while (end > start && Array.IndexOf(tokens, (start > 0 ? "##" : "") + text[start..end]) < 0)
                end--;
            if (end == start)
                return [0];
            ids.Add(Array.IndexOf(tokens, (start > 0 ? "##" : "") + text[start..end]));
            start = end;
        }

        return [.. ids];
    }

    private static Vocabulary MakeVocabulary(IReadOnlyList<string> tokens)
    {
        var builder = new VocabularyBuilder("drawn", 0);
        for (int id = 0; id < tokens.Count; id++)
            builder.Add(Encoding.UTF8.GetBytes(tokens[id]), id);
        return builder.Build(allowRepeats: false);
    }

    private int Draw(int bound)
    {
        _state = (_state * 6364136223846793005) + 1442695040888963407;
        return (int)((_state >> 33) % (ulong)bound);
    }
}
