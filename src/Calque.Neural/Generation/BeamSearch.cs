using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Calque.Neural.Generation;

/// <summary>The k likeliest texts side by side; the rules stand in this folder's README.</summary>
internal static class BeamSearch
{
    public static GeneratedText Run(TokenWriter writer, GenerationOptions options, IReadOnlyCollection<int> ends, CancellationToken cancellation)
    {
        int beams = options.Beams, prompt = writer.Texts[0].Length;
        double[] sums = [0];
        List<GeneratedText> finished = [];
        for (int length = 1; length <= options.MaximumNewTokens; length++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double Sum, int Text, int Token)[] best = Best(writer.Next(), sums, 2 * beams);
            double divisor = Math.Pow(length, options.LengthPenalty);
            List<(double Sum, int Text, int Token)> running = [];
            for (int rank = 0; rank < best.Length; rank++)
            {
                (double sum, int text, int token) = best[rank];
                bool isEnd = GreedySearch.Contains(ends, token);
                if (!isEnd && length < options.MaximumNewTokens)
                    running.Add(best[rank]);
                else if (rank < beams)
                    finished.Add(new GeneratedText([.. writer.Texts[text][prompt..], token], sum, sum / divisor));
            }

            finished = [.. finished.OrderByDescending(text => text.Score).Take(beams)];
            running = [.. running.Take(beams)];
            if (running.Count == 0 || (finished.Count == beams && running[0].Sum / divisor <= finished[^1].Score))
                break;
            writer.Continue([.. running.Select(choice => (choice.Text, choice.Token))]);
            sums = [.. running.Select(choice => choice.Sum)];
        }

        return finished[0];
    }

    /// <summary>The best continuations of all texts; ties to the better text, then to the lower token.</summary>
    private static (double Sum, int Text, int Token)[] Best(double[][] scores, double[] sums, int count) =>
        [.. scores
            .SelectMany((row, text) => row.Select((score, token) => (Sum: sums[text] + score, Text: text, Token: token)))
            .OrderByDescending(choice => choice.Sum).ThenBy(choice => choice.Text).ThenBy(choice => choice.Token)
            .Take(count)];
}
