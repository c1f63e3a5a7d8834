using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>
/// Judges whether an alignment works at all. The mean best similarity, and the share of mutual best translations, can be high in a total failure (words gather around hubs of the other
/// side), so both are held against random rotations of the same vectors that were refined in the same way.
/// </summary>
public static class AlignmentDiagnosis
{
    private const int MostWords = 3_000;
    private const int Starts = 3;
    private const int Rounds = 5;
    private const int FewestTestWords = 30;

    // Shares of P@1. Chance is one in some ten thousand; below one in a hundred nothing can be built on it.
    private const double Hopeless = 0.01;
    private const double Weak = 0.1;

    // Measured on 3,000 words of 100 dimensions: failures reach 1.00 to 1.03 of the null, pairs with P@1 of 4 to 9 % reach 1.10 to 1.14, near-equal spaces 1.5.
    private const double ClearOfNull = 1.05;
    private const double ManyHubs = 5;

    internal static AlignmentVerdict Judge(
        AlignedVocabularies aligned,
        TranslationScores scores,
        ScoreIntervals intervals,
        HubFigures hubs,
        ulong seed,
        int threads,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        NullFigures figures = Compare(aligned.Source, aligned.Target, seed, threads, progress, cancellation);
        List<string> reasons = [];
        bool said = aligned.Alignment.Notes.GetValueOrDefault("failed") == "true";
        if (said)
            reasons.Add($"When the alignment was made: {aligned.Alignment.Notes.GetValueOrDefault("verdict")}");
        bool enough = scores.Words >= FewestTestWords;
        bool poor = enough && intervals.P1.High < Hopeless;
        if (poor)
            reasons.Add(Text($"Of {scores.Words:N0} test words {100 * scores.P1:F1} % are right at once (95 % interval up to {100 * intervals.P1.High:F1} %): hardly any."));
        bool lost = figures.Objective < ClearOfNull * figures.NullObjective;
        reasons.Add(Text($"After refining, the mean best cosine of the {figures.Words:N0} most frequent words is {figures.Objective:F3}, and {figures.NullObjective:F3} from the best of {figures.Starts} random starts: {(lost ? "not clearly more than chance" : "clearly more than chance")}."));
        reasons.Add(Text($"{100 * figures.Mutual:F1} % of them are then each other's best translations, from a random start up to {100 * figures.NullMutual:F1} %."));
        if (hubs.Skewness > ManyHubs)
            reasons.Add(Text($"Hubs: '{hubs.LargestHub}' is among the first ten translations of {hubs.LargestHubCount:N0} words (skewness {hubs.Skewness:F1})."));
        bool borneOut = enough && intervals.P1.Low > Hopeless;
        bool failed = poor || (!borneOut && (said || lost));
        string text = failed ? "The alignment has failed: its translations are no better than chance."
            : said ? "The test words bear the alignment out, although self-learning reported a failure."
            : lost || (enough && scores.P1 < Weak) ? "The alignment is weak: better than chance, but most of its translations are wrong."
            : "The alignment works.";
        return new AlignmentVerdict(failed, text, reasons, figures);
    }

    /// <summary>Refines an alignment and random rotations of it alike, and compares.</summary>
    /// <param name="source">The source vocabulary in the common space.</param>
    /// <param name="target">The target vocabulary in the common space.</param>
    /// <param name="seed">Keys the rotations.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two rounds.</param>
    internal static NullFigures Compare(
        VocabularyVectors source, VocabularyVectors target, ulong seed, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int dimension = source.Dimension;
        int n = Math.Min(MostWords, source.Count), m = Math.Min(MostWords, target.Count);
        float[] x = Normalized(source, ref n), y = Normalized(target, ref m);
        if (n < 2 || m < 2)
            return new NullFigures(Math.Max(n, m), 0, 0, 0, 0, 0);
        Outcome own = Refine([.. x], n, y, m, dimension, threads, cancellation);
        Outcome best = new(0, double.NegativeInfinity);
        for (int start = 0; start < Starts; start++)
        {
            progress?.Report(new OperationProgress("random starts", start, Starts, "starts"));
            Outcome drawn = Refine(Rotated(x, n, dimension, seed, start), n, y, m, dimension, threads, cancellation);
            best = new Outcome(Math.Max(best.Mutual, drawn.Mutual), Math.Max(best.Objective, drawn.Objective));
        }

        return new NullFigures(Math.Max(n, m), own.Mutual, own.Objective, best.Mutual, best.Objective, Starts);
    }

    private static float[] Normalized(VocabularyVectors vocabulary, ref int count)
    {
        int dimension = vocabulary.Dimension;
        float[] rows = vocabulary.Rows[..(count * dimension)];
        VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, rows, count, dimension);
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Span<float> row = rows.AsSpan(i * dimension, dimension);
            if (row.ContainsAnyExcept(0f))
                row.CopyTo(rows.AsSpan(kept++ * dimension, dimension));
        }

        count = kept;
        return rows[..(kept * dimension)];
    }

    /// <summary>The rows turned by a rotation of which any is as likely.</summary>
    private static float[] Rotated(float[] rows, int count, int dimension, ulong seed, int start)
    {
        double[] rotation = RandomRotation.Draw(dimension, new KeyedRandom(seed, "random starts", (ulong)start));
        float[] turned = new float[rows.Length];
        MatrixProducts.MapRows(rows, count, dimension, rotation, dimension, turned);
        return turned;
    }

    /// <summary>Maps x by its mutual CSLS translations, some times over.</summary>
    private static Outcome Refine(float[] x, int n, float[] y, int m, int dimension, int threads, CancellationToken cancellation)
    {
        RetrievalOptions options = new() { Threads = threads };
        for (int round = 0; ; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            TranslationRetrieval retrieval = TranslationRetrieval.Prepare(x, n, y, m, dimension, options, null, cancellation);
            MutualRetrieval both = retrieval.TranslateBoth(1, null, cancellation);
            List<float> left = [], right = [];
            int mutual = 0;
            double similarity = 0;
            for (int i = 0; i < n; i++)
            {
                int answer = both.OfSource.Index(i, 0);
                similarity += both.OfSource.Cosine(i, 0);
                if (both.OfTarget.Index(answer, 0) != i)
                    continue;
                mutual++;
                left.AddRange(x.AsSpan(i * dimension, dimension));
                right.AddRange(y.AsSpan(answer * dimension, dimension));
            }

            double back = 0;
            for (int j = 0; j < m; j++)
                back += both.OfTarget.Cosine(j, 0);
            if (round == Rounds || mutual < 2)
                return new Outcome((double)mutual / n, ((similarity / n) + (back / m)) / 2);
            AlignmentMap map = OrthogonalProcrustes.Fit([.. left], [.. right], null, mutual, dimension);
            map.Apply(x);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Outcome(double Mutual, double Objective);
}
