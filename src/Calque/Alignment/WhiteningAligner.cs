using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Both sides whitened by the pairs, rotated onto each other and re-weighted (<see cref="PairWhitening"/>); both move.</summary>
internal sealed class WhiteningAligner : IAligner
{
    public string Name => "whitening";

    public VectorNormalization UsualNormalization => VectorNormalization.UnitCentreUnit;

    public bool NeedsPairs => true;

    public bool NeedsEqualDimensions => false;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        SeedPairs pairs = problem.Pairs!;
        progress?.Report(new OperationProgress("alignment", 0, pairs.Count, "pairs"));
        WhiteningSetting setting = options.Whitening;
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        PairWhitening whitening = PairWhitening.Fit(problem.SourceSpace(normalization), problem.TargetSpace(normalization), pairs, setting.Ridge);
        return new AlignmentFit(Make(problem, normalization, whitening, setting, pairs.Count));
    }

    /// <summary>The alignment of a whitening with a re-weighting.</summary>
    public static SpaceAlignment Make(
        AlignmentProblem problem, VectorNormalization normalization, PairWhitening whitening, WhiteningSetting setting, int pairs)
    {
        SideMap source = new(problem.SourceSpace(normalization).Normalizer, whitening.SourceMap(setting.Power), whitening.Count);
        SideMap target = new(problem.TargetSpace(normalization).Normalizer, whitening.TargetMap(setting.Power), whitening.Count);
        return new SpaceAlignment("whitening", normalization, source, target)
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["pairs"] = pairs.ToString(CultureInfo.InvariantCulture),
                ["power"] = setting.Power.ToString("R", CultureInfo.InvariantCulture),
                ["ridge"] = setting.Ridge.ToString("R", CultureInfo.InvariantCulture),
            },
        };
    }
}
