using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Tests.Reference;

/// <summary>Compares transferred rows with the reference, any choice among exact ties allowed for.</summary>
internal static class RowComparison
{
    /// <summary>Compares all rows.</summary>
    /// <param name="reference">The reference of the same tokenizers, vectors and dictionary.</param>
    /// <param name="sourceRows">The source model's rows, [source tokens × <paramref name="width"/>], row-major.</param>
    /// <param name="targetRows">The transferred rows, [target tokens × <paramref name="width"/>], row-major.</param>
    /// <param name="width">Values in a row (the hidden size).</param>
    /// <param name="chosenSources">
    /// The source tokens that the transfer took for a target token (from its plan or its provenance), in any order; null, or a null
    /// answer, where that is not known: then the row must be the reference's own.
    /// </param>
    /// <param name="tolerance">Largest distance of two rows that agree, relative to the reference row's norm.</param>
    public static ParityReport Compare(
        WechselReference reference, float[] sourceRows, float[] targetRows, int width,
        Func<int, IReadOnlyList<int>?>? chosenSources = null, double tolerance = 1e-5)
    {
        int same = 0, otherTie = 0, special = 0, without = 0;
        List<RowDifference> differences = [];
        for (int x = 0; x < reference.Targets.Count; x++)
        {
            ReferenceTarget target = reference.Targets[x];
            if (target.Rule == ReferenceRule.Special)
            {
                special++;
                continue;
            }

            if (target.Rule == ReferenceRule.None)
            {
                without++;
                continue;
            }

            ReadOnlySpan<float> row = targetRows.AsSpan(checked(x * width), width);
            double error = RelativeError(reference.Combine(target.Chosen, sourceRows, width), row);
            IReadOnlyList<int>? chosen = chosenSources?.Invoke(x);
            if (error <= tolerance)
                same++;
            else if (chosen is not null && ReplaceTies(target, chosen) is IReadOnlyList<ReferenceNeighbor> tied
                && RelativeError(reference.Combine(tied, sourceRows, width), row) <= tolerance)
                otherTie++;
            else
                differences.Add(new RowDifference(x, error, EdgeGap(target, chosen)));
        }

        return new ParityReport(same + otherTie + differences.Count, same, otherTie, special, without, differences);
    }

    // The chosen sources with the reference's similarities, if they are a valid choice: everything above the edge, and at the edge
    // as many of the tied ones as there is room for.
    private static List<ReferenceNeighbor>? ReplaceTies(ReferenceTarget target, IReadOnlyList<int> chosen)
    {
        Dictionary<int, double> allowed = target.Chosen.Concat(target.Tied).Distinct().ToDictionary(n => n.Token, n => n.Similarity);
        if (chosen.Count != target.Chosen.Count || chosen.Distinct().Count() != chosen.Count || !chosen.All(allowed.ContainsKey))
            return null;
        HashSet<int> tied = [.. target.Tied.Select(n => n.Token)];
        bool keepsAllAbove = target.Chosen.Where(n => !tied.Contains(n.Token)).All(n => chosen.Contains(n.Token));
        return keepsAllAbove ? [.. chosen.Select(token => new ReferenceNeighbor(token, allowed[token]))] : null;
    }

    private static double EdgeGap(ReferenceTarget target, IReadOnlyList<int>? chosen)
    {
        if (chosen is null)
            return double.NaN;
        Dictionary<int, double> known = target.Near.ToDictionary(n => n.Token, n => n.Similarity);
        return chosen.Count > 0 && chosen.All(known.ContainsKey) ? target.Tied[0].Similarity - chosen.Min(token => known[token]) : double.PositiveInfinity;
    }

    private static double RelativeError(double[] expected, ReadOnlySpan<float> actual)
    {
        double distance = 0, norm = 0;
        for (int j = 0; j < expected.Length; j++)
        {
            distance += (expected[j] - actual[j]) * (expected[j] - actual[j]);
            norm += expected[j] * expected[j];
        }

        // NaN never compares as near enough.
        return Math.Sqrt(distance / norm);
    }
}
