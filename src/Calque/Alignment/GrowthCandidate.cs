using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Self-learning from a dictionary that is kept: <see cref="DictionaryGrowth"/> and <see cref="PairWhitening"/> by turns.</summary>
internal sealed class GrowthCandidate(VectorNormalization normalization, GrowthSetting setting, GrowthCandidate.Memory memory) : AlignmentCandidate
{
    public override string Method => "self-learning";

    public override VectorNormalization Normalization => normalization;

    public override string Setting => setting.ToString();

    /// <summary>The same with another number of rounds.</summary>
    public GrowthCandidate WithRounds(int rounds, Memory of) => new(normalization, setting with { Rounds = rounds }, of);

    public override AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        SeedPairs known = problem.Pairs!;
        SeedPairs grown = memory.Find(problem, normalization, setting.Weight, setting.First, setting.Final, setting.Rounds, options.Threads, cancellation);
        PairWhitening whitening = PairWhitening.Fit(problem.SourceSpace(normalization), problem.TargetSpace(normalization), grown, setting.Final.Ridge);
        SideMap source = new(problem.SourceSpace(normalization).Normalizer, whitening.SourceMap(setting.Final.Power), whitening.Count);
        SideMap target = new(problem.TargetSpace(normalization).Normalizer, whitening.TargetMap(setting.Final.Power), whitening.Count);
        SpaceAlignment alignment = new(Method, normalization, source, target)
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["induced_pairs"] = (grown.Count - known.Count).ToString(CultureInfo.InvariantCulture),
                ["induced_weight"] = setting.Weight.ToString("R", CultureInfo.InvariantCulture),
                ["pairs"] = known.Count.ToString(CultureInfo.InvariantCulture),
                ["power"] = setting.Final.Power.ToString("R", CultureInfo.InvariantCulture),
                ["ridge"] = setting.Final.Ridge.ToString("R", CultureInfo.InvariantCulture),
                ["rounds"] = setting.Rounds.ToString(CultureInfo.InvariantCulture),
            },
        };
        return new AlignmentFit(alignment);
    }

    /// <summary>The dictionaries grown from one set of pairs; another set takes its place.</summary>
    internal sealed class Memory
    {
        private readonly Dictionary<Key, SeedPairs> _grown = [];
        private SeedPairs? _pairs;

        /// <summary>The known pairs joined with those of the last round.</summary>
        public SeedPairs Find(
            AlignmentProblem problem,
            VectorNormalization normalization,
            double weight,
            WhiteningSetting first,
            WhiteningSetting final,
            int rounds,
            int threads,
            CancellationToken cancellation)
        {
            if (!ReferenceEquals(_pairs, problem.Pairs))
            {
                _pairs = problem.Pairs;
                _grown.Clear();
            }

            // The pairs of the first round hang on the first whitening alone.
            Key key = rounds == 1 ? new Key(normalization, 0, first, first, 1) : new Key(normalization, weight, first, final, rounds);
            if (!_grown.TryGetValue(key, out SeedPairs? induced))
            {
                NormalizedSpace source = problem.SourceSpace(normalization), target = problem.TargetSpace(normalization);
                WhiteningSetting setting = rounds == 1 ? first : final;
                SeedPairs before = rounds == 1
                    ? _pairs!
                    : Find(problem, normalization, weight, first, final, rounds - 1, threads, cancellation);
                PairWhitening whitening = PairWhitening.Fit(source, target, before, setting.Ridge);
                induced = DictionaryGrowth.Induce(
                    source, whitening.SourceMap(setting.Power), target, whitening.TargetMap(setting.Power), whitening.Count, _pairs!, DictionaryGrowth.UsualWords, threads, cancellation);
                _grown.Add(key, induced);
            }

            return DictionaryGrowth.Join(_pairs!, induced, weight);
        }

        private readonly record struct Key(VectorNormalization Normalization, double Weight, WhiteningSetting First, WhiteningSetting Final, int Rounds);
    }
}
