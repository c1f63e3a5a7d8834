using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Numerics.Randomness;

namespace Calque.Neural.Generation;

/// <summary>Draws each token by its probability at a temperature, among the best ones; keyed by seed and place.</summary>
internal static class Sampling
{
    private const string Purpose = "sampled tokens";

    public static GeneratedText Run(TokenWriter writer, GenerationOptions options, IReadOnlyCollection<int> ends, CancellationToken cancellation)
    {
        List<int> tokens = [];
        double sum = 0;
        while (tokens.Count < options.MaximumNewTokens)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] scores = writer.Next()[0];
            int drawn = Draw(scores, options, new KeyedRandom(options.Seed, Purpose, (ulong)tokens.Count).NextUniform());
            tokens.Add(drawn);
            sum += scores[drawn];
            if (GreedySearch.Contains(ends, drawn))
                break;
            writer.Continue([(0, drawn)]);
        }

        return new GeneratedText(tokens, sum, sum);
    }

    /// <summary>The token at a place of the distribution.</summary>
    /// <param name="logProbabilities">Of each token.</param>
    /// <param name="options">Temperature, top-k, top-p: applied in this order.</param>
    /// <param name="uniform">From 0 to 1.</param>
    internal static int Draw(double[] logProbabilities, GenerationOptions options, double uniform)
    {
        int[] order = [.. Enumerable.Range(0, logProbabilities.Length).OrderByDescending(token => logProbabilities[token]).ThenBy(token => token)];
        int count = options.TopK == 0 ? order.Length : Math.Min(options.TopK, order.Length);
        double best = logProbabilities[order[0]];
        double[] weights = [.. order.Take(count).Select(token => Math.Exp((logProbabilities[token] - best) / options.Temperature))];
        double total = weights.Sum();
        if (options.TopP < 1)
        {
            // The fewest that reach the sum: a token is kept as long as those before it do not.
            double before = 0;
            int kept = 0;
            while (kept < count && before < options.TopP * total)
                before += weights[kept++];
            (count, total) = (kept, before);
        }

        double left = uniform * total;
        for (int i = 0; i < count - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
                return order[i];
        }

        return order[count - 1];
    }
}
