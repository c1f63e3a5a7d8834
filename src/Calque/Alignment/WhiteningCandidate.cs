using System;
using System.Collections.Generic;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Pair whitening with one ridge and one power; candidates of one normalisation share the decompositions of each set of pairs.</summary>
internal sealed class WhiteningCandidate(VectorNormalization normalization, WhiteningSetting setting, WhiteningCandidate.Memory memory) : AlignmentCandidate
{
    public override string Method => "whitening";

    public override VectorNormalization Normalization => normalization;

    public override string Setting => setting.ToString();

    /// <summary>The parameters.</summary>
    public WhiteningSetting Parameters => setting;

    public override AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        PairWhitening whitening = memory.Find(problem, normalization, setting.Ridge);
        return new AlignmentFit(WhiteningAligner.Make(problem, normalization, whitening, setting, problem.Pairs!.Count));
    }

    /// <summary>What was decomposed for one set of pairs; another set takes its place.</summary>
    internal sealed class Memory
    {
        private readonly Dictionary<VectorNormalization, PairCovariances> _covariances = [];
        private readonly Dictionary<Key, PairWhitening> _whitenings = [];
        private SeedPairs? _pairs;

        public PairWhitening Find(AlignmentProblem problem, VectorNormalization normalization, double ridge)
        {
            if (!ReferenceEquals(_pairs, problem.Pairs))
            {
                _pairs = problem.Pairs;
                _covariances.Clear();
                _whitenings.Clear();
            }

            if (!_covariances.TryGetValue(normalization, out PairCovariances? covariances))
            {
                covariances = PairCovariances.Of(problem.SourceSpace(normalization), problem.TargetSpace(normalization), _pairs!);
                _covariances.Add(normalization, covariances);
            }

            Key key = new(normalization, ridge);
            if (!_whitenings.TryGetValue(key, out PairWhitening? whitening))
            {
                whitening = PairWhitening.Fit(covariances, ridge);
                _whitenings.Add(key, whitening);
            }

            return whitening;
        }

        private readonly record struct Key(VectorNormalization Normalization, double Ridge);
    }
}
