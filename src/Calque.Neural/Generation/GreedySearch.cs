using System.Collections.Generic;
using System.Threading;

namespace Calque.Neural.Generation;

/// <summary>The likeliest token at each place; of equally likely ones the lower.</summary>
internal static class GreedySearch
{
    public static GeneratedText Run(TokenWriter writer, GenerationOptions options, IReadOnlyCollection<int> ends, CancellationToken cancellation)
    {
        List<int> tokens = [];
        double sum = 0;
        while (tokens.Count < options.MaximumNewTokens)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] scores = writer.Next()[0];
            int best = 0;
            for (int token = 1; token < scores.Length; token++)
                best = scores[token] > scores[best] ? token : best;
            tokens.Add(best);
            sum += scores[best];
            if (Contains(ends, best))
                break;
            writer.Continue([(0, best)]);
        }

        return new GeneratedText(tokens, sum, sum);
    }

    internal static bool Contains(IReadOnlyCollection<int> ends, int token)
    {
        foreach (int end in ends)
        {
            if (end == token)
                return true;
        }

        return false;
    }
}
