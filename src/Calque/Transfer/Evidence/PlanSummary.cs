using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Transfer.Rules;

namespace Calque.Transfer.Evidence;

/// <summary>What a plan amounts to: rows by rule, how near the neighbours are, and the most and least certain tokens.</summary>
public sealed record PlanSummary
{
    private const int Examples = 20;
    private const int NeighborsShown = 5;

    /// <summary>Rows by rule, in the order of the plan.</summary>
    public required IReadOnlyList<RuleCount> Rules { get; init; }

    /// <summary>The similarities behind the rows of word vectors; null where no row came from them.</summary>
    public SimilarityFigures? Similarity { get; init; }

    /// <summary>The rows whose neighbours are nearest, the nearest first.</summary>
    public required IReadOnlyList<TokenExample> MostCertain { get; init; }

    /// <summary>The rows whose neighbours are farthest, the farthest first.</summary>
    public required IReadOnlyList<TokenExample> LeastCertain { get; init; }

    /// <summary>Rows that are random draws, ids without a token included, in percent of all rows.</summary>
    public required double RandomPercent { get; init; }

    /// <summary>Reads a plan.</summary>
    public static PlanSummary Of(TransferPlan plan, TokenizerSide source, TokenizerSide target)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        int rows = plan.TargetVocabularySize;
        int[] counts = new int[plan.RuleNames.Count];
        int drawn = 0;
        List<WeightedRow> weighted = new(rows);
        bool[] isPlaceholder = new bool[source.VocabularySize];
        for (int id = 0; id < isPlaceholder.Length; id++)
            isPlaceholder[id] = source.Tokenizer.GetToken(id) is { } token && Placeholder.IsMatch(token);
        double nearest = 0;
        double placeholders = 0;
        for (int row = 0; row < rows; row++)
        {
            counts[plan.Rules[row]]++;
            if (plan.IsDrawn(row))
                drawn++;
            if (plan.RuleOf(row) != StaticVectorRule.RuleName)
                continue;
            weighted.Add(new WeightedRow(row, Certainty(plan, row)));
            nearest += plan.SimilaritiesOf(row)[0];
            placeholders += PlaceholderWeight(plan, row, isPlaceholder);
        }

        weighted.Sort(static (a, b) => a.Certainty != b.Certainty ? b.Certainty.CompareTo(a.Certainty) : a.Row.CompareTo(b.Row));
        double certainty = 0;
        for (int i = 0; i < weighted.Count; i++)
            certainty += weighted[i].Certainty;
        return new PlanSummary
        {
            Rules = [.. plan.RuleNames.Select((name, index) => new RuleCount(name, counts[index], Percent(counts[index], rows)))],
            Similarity = weighted.Count == 0 ? null : new SimilarityFigures(
                weighted.Count, nearest / weighted.Count, certainty / weighted.Count,
                weighted[^1].Certainty, weighted[0].Certainty, 100 * placeholders / weighted.Count),
            MostCertain = Pick(weighted, 0, 1, plan, source, target),
            LeastCertain = Pick(weighted, weighted.Count - 1, -1, plan, source, target),
            RandomPercent = Percent(drawn, rows),
        };
    }

    // White space and pieces of characters have no text to show: the token itself stands for them.
    private static string Shown(TokenizerSide side, int id) =>
        side.Surface(id).Text is { Length: > 0 } text ? text : side.Tokenizer.GetToken(id) ?? "";

    private static double Percent(int part, int whole) => whole == 0 ? 0 : 100.0 * part / whole;

    private static double Certainty(TransferPlan plan, int row)
    {
        double sum = 0;
        ReadOnlySpan<float> weights = plan.WeightsOf(row);
        ReadOnlySpan<float> similarities = plan.SimilaritiesOf(row);
        for (int i = 0; i < weights.Length; i++)
            sum += (double)weights[i] * similarities[i];
        return sum;
    }

    private static double PlaceholderWeight(TransferPlan plan, int row, bool[] isPlaceholder)
    {
        double sum = 0;
        ReadOnlySpan<int> ids = plan.SourcesOf(row);
        ReadOnlySpan<float> weights = plan.WeightsOf(row);
        for (int i = 0; i < ids.Length; i++)
            sum += isPlaceholder[ids[i]] ? weights[i] : 0;
        return sum;
    }

    // Each surface once: the tokens with and without a word mark have the same vector and would fill the list with pairs.
    private static List<TokenExample> Pick(
        List<WeightedRow> rows, int first, int step, TransferPlan plan, TokenizerSide source, TokenizerSide target)
    {
        List<TokenExample> examples = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = first; i >= 0 && i < rows.Count && examples.Count < Examples; i += step)
        {
            int row = rows[i].Row;
            if (seen.Add(Shown(target, row)))
            {
                examples.Add(new TokenExample(
                    row, target.Tokenizer.GetToken(row) ?? "", Shown(target, row), rows[i].Certainty, Neighbors(plan, row, source)));
            }
        }

        return examples;
    }

    private static List<NeighborExample> Neighbors(TransferPlan plan, int row, TokenizerSide source)
    {
        List<NeighborExample> neighbors = [];
        ReadOnlySpan<int> ids = plan.SourcesOf(row);
        for (int i = 0; i < ids.Length && neighbors.Count < NeighborsShown; i++)
        {
            string surface = Shown(source, ids[i]);
            if (!neighbors.Exists(neighbor => neighbor.Surface == surface))
                neighbors.Add(new NeighborExample(surface, plan.SimilaritiesOf(row)[i]));
        }

        return neighbors;
    }

    // A type of ours and not a tuple: lists of it are compiled ahead with us.
    private readonly struct WeightedRow(int row, double certainty)
    {
        public int Row { get; } = row;

        public double Certainty { get; } = certainty;
    }
}
