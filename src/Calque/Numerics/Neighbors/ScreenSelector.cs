using System;

namespace Calque.Numerics.Neighbors;

/// <summary>Makes the screen that a sample lets expect to be cheapest, or the one that was asked for.</summary>
internal sealed class ScreenSelector
{
    /// <summary>Multiplications below which a sample would cost more than any choice could save.</summary>
    private const double WorthSampling = 6e9;

    /// <summary>A screen must be cheaper than the float tile by this much, for what the sample cannot know.</summary>
    private const double Gain = 0.9;

    private const int BasisRows = 512;
    private const int MaxComponents = 96;

    private static readonly int[] ComponentCounts = [2, 4, 6, 8, 11, 14, 17, 20, 24, 28, 33, 39, 46, 54, 63, 75, 90];

    private readonly UnitRows _queries;
    private readonly UnitRows _pool;
    private readonly PairScorer _scorer;
    private readonly NeighborSearchOptions _options;
    private readonly InstructionSet _instructionSet;
    private readonly EightBitKernel? _eightBit;
    private readonly int _k;

    public ScreenSelector(UnitRows queries, UnitRows pool, PairScorer scorer, int k, NeighborSearchOptions options, InstructionSet instructionSet)
    {
        _queries = queries;
        _pool = pool;
        _scorer = scorer;
        _k = k;
        _options = options;
        _instructionSet = instructionSet;
        _eightBit = pool.Dimension is >= EightBitCode.MinDimension and <= EightBitCode.MaxDimension ? EightBitKernel.For(instructionSet) : null;
    }

    /// <summary>What was chosen; known once the screen is made.</summary>
    public NeighborScreenChoice? Choice { get; private set; }

    /// <summary>Makes the screen.</summary>
    public Screen Make()
    {
        switch (_options.Screen)
        {
            case NeighborScreen.EightBit:
                return Make(new ScreenPlan(NeighborScreen.EightBit, _options.Components, 0, 0), null, 0);
            case NeighborScreen.PrincipalComponents when _options.Components > 0:
                return Make(new ScreenPlan(NeighborScreen.PrincipalComponents, _options.Components, 0, 0), null, 0);
            case NeighborScreen.PrincipalComponents when _pool.Dimension > 1:
            case NeighborScreen.Automatic when (double)_queries.Count * _pool.Count * _pool.Dimension >= WorthSampling:
                return MakeBySample();
            default:
                return Make(new ScreenPlan(NeighborScreen.None, 0, 0, 0), null, 0);
        }
    }

    private Screen MakeBySample()
    {
        FloatScreen product = new(_queries, _pool, new RowCoordinates(_pool.Dimension), _scorer, _instructionSet, _options.Threads);
        ScreenSample sample = Sample(product);
        ScreenPlan plan = Choose(sample, out LeadingAxes? axes);
        if (plan.Screen == NeighborScreen.None)
        {
            return Made(product, plan, sample.QuerySample.Count);
        }

        product.Dispose();
        return Make(plan, axes, sample.QuerySample.Count);
    }

    /// <summary>The plan of least cost; for a screen that was asked for, the best number of components.</summary>
    private ScreenPlan Choose(ScreenSample sample, out LeadingAxes? axes)
    {
        int dimension = _pool.Dimension;
        int columns = _pool.Count;
        bool free = _options.Screen == NeighborScreen.Automatic;
        double margin = ScoreMargin.For(dimension);
        double near = sample.Passing(2 * margin) - sample.Passing(0);
        double unscreened = sample.Passing(margin);
        ScreenPlan none = new(NeighborScreen.None, 0, unscreened, Gain * (ScreenCost.Float(columns, dimension) + ScreenCost.Checks(unscreened, near, dimension)));
        ScreenPlan best = free ? none : none with { Cost = double.MaxValue };
        if (free && _eightBit is not null)
        {
            double passing = sample.Passing(EightBitCode.ExpectedMargin(dimension, sample.Spread));
            Offer(new ScreenPlan(NeighborScreen.EightBit, 0, passing, ScreenCost.EightBit(columns, dimension) + ScreenCost.Checks(passing, near, dimension)));
        }

        axes = Axes(Math.Min(MaxComponents, dimension - 1));
        if (axes is null)
        {
            return best;
        }

        PrincipalSample principal = new(axes, sample, _pool);
        foreach (int count in ComponentCounts)
        {
            if (count > axes.Count)
            {
                break;
            }

            double floats = ScreenCost.Float(columns, count + 1);
            double bytes = free && _eightBit is not null && count + 1 >= EightBitCode.MinDimension ? ScreenCost.EightBit(columns, count + 1) : double.MaxValue;
            if (Math.Min(floats, bytes) >= best.Cost)
            {
                continue;
            }

            float[] bounds = principal.Bounds(count);
            if (floats < best.Cost)
            {
                double passing = sample.Passing(bounds, 0);
                Offer(new ScreenPlan(NeighborScreen.PrincipalComponents, count, passing, floats + ScreenCost.Checks(passing, near, dimension)));
            }

            if (bytes < best.Cost)
            {
                double passing = sample.Passing(bounds, EightBitCode.ExpectedMargin(count + 1, principal.Spread(count)));
                Offer(new ScreenPlan(NeighborScreen.EightBit, count, passing, bytes + ScreenCost.Checks(passing, near, dimension)));
            }
        }

        return best;

        void Offer(ScreenPlan plan)
        {
            best = plan.Cost < best.Cost ? plan : best;
        }
    }

    /// <summary>Makes what a plan says, or the product in float where the machine or the rows do not allow it.</summary>
    private Screen Make(ScreenPlan plan, LeadingAxes? axes, int sampled)
    {
        if (plan.Components > 0)
        {
            axes ??= Axes(Math.Min(plan.Components, _pool.Dimension - 1));
        }

        int components = Math.Min(plan.Components, axes?.Count ?? 0);
        if (plan.Screen == NeighborScreen.PrincipalComponents && components > 0)
        {
            return Made(new FloatScreen(_queries, _pool, new RowCoordinates(axes!, components), _scorer, _instructionSet, _options.Threads), plan, sampled);
        }

        if (plan.Screen == NeighborScreen.EightBit && _eightBit is not null && (components == 0 || components + 1 >= EightBitCode.MinDimension))
        {
            RowCoordinates coordinates = components > 0 ? new RowCoordinates(axes!, components) : new RowCoordinates(_pool.Dimension);
            EightBitCode code = EightBitCode.Fit(
                coordinates, _queries, new RowSample(_queries, BasisRows).Groups, _pool, new RowSample(_pool, BasisRows).Groups);
            return Made(new EightBitScreen(_queries, _pool, code, _scorer, _eightBit, _options.Threads), plan, sampled);
        }

        return Made(new FloatScreen(_queries, _pool, new RowCoordinates(_pool.Dimension), _scorer, _instructionSet, _options.Threads), plan, sampled);
    }

    private Screen Made(Screen screen, ScreenPlan plan, int sampled)
    {
        Choice = new NeighborScreenChoice(screen.Kind, screen.Depth, sampled, Math.Round(plan.Passing, 1));
        return screen;
    }

    private LeadingAxes? Axes(int count)
    {
        if (count < 1)
        {
            return null;
        }

        int rows = Math.Max(BasisRows, 2 * _pool.Dimension);
        LeadingAxes axes = LeadingAxes.Fit(new RowSample(_queries, rows), new RowSample(_pool, rows), count);
        return axes.Defect <= FloatScreen.MaxDefect ? axes : null;
    }

    /// <summary>Searches some queries exactly, to know where their thresholds will be.</summary>
    private ScreenSample Sample(FloatScreen product)
    {
        RowSample queries = new(_queries, ScreenSample.QueryCount);
        UnitRows rows = _queries.Subset(queries.Groups);
        PairScorer scorer = new(rows, _pool, _instructionSet);
        int reach = Math.Min(ScreenSample.Reach * _k, _pool.Count);
        double[][] best = new double[queries.Count][];
        int share = (queries.Count + _options.Threads - 1) / _options.Threads;
        WorkSharing.ForBlocks(_options.Threads, queries.Count, share, (first, count) =>
        {
            using CandidateLists lists = new(count, 0, reach, ScoreMargin.For(_pool.Dimension), scorer);
            using BlockScreen block = product.NewBlock(rows, scorer, (count + TileKernel.RowsPerTile - 1) / TileKernel.RowsPerTile * TileKernel.RowsPerTile, lists, null);
            lists.Begin(first, count);
            block.Run(first, count);
            for (int row = 0; row < count; row++)
            {
                ExactList found = lists.Finish(row);
                best[first + row] = new double[found.Count];
                for (int rank = 0; rank < found.Count; rank++)
                {
                    best[first + row][rank] = found.Score(rank);
                }
            }
        });
        return new ScreenSample(queries, rows, _pool, scorer, _k, best);
    }
}
