using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Numerics.Neighbors;

namespace Calque.Evaluation;

/// <summary>
/// The eigenvalues of the Laplacian of a space's nearest-neighbour graph (Søgaard, Ruder and Vulić 2018, section 3): every word is joined to its nearest
/// neighbour, without direction.
/// </summary>
/// <remarks>
/// With ties broken by the lower row such a graph has no cycle: each word's edge leads to a word at least as near to its own neighbour, and along a cycle of equal
/// cosines the lowest row would be chosen by both its neighbours. So it is a forest, and the number of eigenvalues above any x is counted along the
/// branches in linear time (Jacobs and Trevisan 2011); bisection gives all of them. The published script compares the ascending spectra; here they stand in descending order.
/// </remarks>
public static class NeighborGraphSpectrum
{
    /// <summary>Half the width within which an eigenvalue is known.</summary>
    private const double Tolerance = 1e-10;

    private const double Share = 0.9;

    /// <summary>The nearest other row of every row, by cosine; ties go to the lower row. A single row has none: -1.</summary>
    /// <param name="rows">[count × dimension], row-major; no row zero.</param>
    /// <param name="count">Rows.</param>
    /// <param name="dimension">Columns.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Ends the search between two blocks.</param>
    public static int[] NearestOthers(float[] rows, int count, int dimension, int threads = 1, CancellationToken cancellation = default)
    {
        NeighborTable table = NearestNeighbors.Search(rows, count, rows, count, dimension, 2, new NeighborSearchOptions { Threads = threads }, null, cancellation);
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++)
            nearest[i] = table.K < 2 ? -1 : table.Index(i, 0) == i ? table.Index(i, 1) : table.Index(i, 0);
        return nearest;
    }

    /// <summary>The eigenvalues of the Laplacian of a graph in which every node is joined to one other, in descending order.</summary>
    /// <param name="nearest">The other node of each, or -1; no cycles but pairs that name one another.</param>
    /// <exception cref="ArgumentException">There is a cycle.</exception>
    public static double[] Eigenvalues(ReadOnlySpan<int> nearest)
    {
        List<double> values = [];
        // Part by part: the work grows with the square of a part, and most parts are small.
        foreach (int[] part in Parts(nearest))
        {
            Forest forest = Forest.Of(part);
            // No eigenvalue of a Laplacian lies below 0, or above the largest sum of the degrees of an edge's ends (Anderson and Morley 1985).
            forest.Collect(-1, forest.CountAbove(-1), forest.Bound + 1, 0, values, Tolerance);
        }

        values.Sort();
        values.Reverse();
        return [.. values];
    }

    /// <summary>Compares two spectra in descending order: k is the fewer of the eigenvalues that hold nine tenths of either sum; the squared differences of the first k.</summary>
    public static double Difference(ReadOnlySpan<double> left, ReadOnlySpan<double> right, out int compared)
    {
        compared = Math.Min(Holding(left), Holding(right));
        double sum = 0;
        for (int i = 0; i < compared; i++)
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        return sum;
    }

    /// <summary>The connected parts of the graph, each with its nodes counted anew from 0.</summary>
    private static List<int[]> Parts(ReadOnlySpan<int> nearest)
    {
        int[] rootOf = new int[nearest.Length];
        for (int i = 0; i < nearest.Length; i++)
        {
            int node = i;
            // The way along the neighbours ends in a pair, whose lower row stands for the part.
            for (int steps = 0; nearest[node] >= 0 && nearest[nearest[node]] != node; steps++)
            {
                if (steps > nearest.Length)
                    throw new ArgumentException("The graph has a cycle.", nameof(nearest));
                node = nearest[node];
            }

            rootOf[i] = nearest[node] < 0 ? node : Math.Min(node, nearest[node]);
        }

        Dictionary<int, List<int>> members = [];
        List<int> roots = [];
        for (int i = 0; i < rootOf.Length; i++)
        {
            if (!members.TryGetValue(rootOf[i], out List<int>? list))
            {
                members.Add(rootOf[i], list = []);
                roots.Add(rootOf[i]);
            }

            list.Add(i);
        }

        List<int[]> parts = [];
        int[] place = new int[nearest.Length];
        foreach (int root in roots)
        {
            List<int> nodes = members[root];
            for (int i = 0; i < nodes.Count; i++)
                place[nodes[i]] = i;
            int[] part = new int[nodes.Count];
            for (int i = 0; i < part.Length; i++)
                part[i] = nearest[nodes[i]] < 0 ? -1 : place[nearest[nodes[i]]];
            parts.Add(part);
        }

        return parts;
    }

    private static int Holding(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double held = 0;
        for (int k = 0; k < values.Length; k++)
        {
            held += values[k];
            // The eigenvalues are known to 1e-10; an exact tie with nine tenths must not hang on that.
            if (held >= (Share * sum) - (values.Length * Tolerance))
                return k + 1;
        }

        return values.Length;
    }

    /// <summary>The forest with its nodes in an order in which children come before their parents.</summary>
    private sealed class Forest
    {
        private readonly int[] _order;
        private readonly int[] _parent;
        private readonly int[] _degree;
        private readonly double[] _pivot;
        private readonly bool[] _cut;

        private Forest(int[] order, int[] parent, int[] degree, double bound)
        {
            _order = order;
            _parent = parent;
            _degree = degree;
            _pivot = new double[order.Length];
            _cut = new bool[order.Length];
            Bound = bound;
        }

        public double Bound { get; }

        public static Forest Of(ReadOnlySpan<int> nearest)
        {
            int count = nearest.Length;
            int[] parent = new int[count];
            int[] degree = new int[count];
            for (int i = 0; i < count; i++)
            {
                int other = nearest[i];
                // Of two that name one another the lower row is the root.
                parent[i] = other < 0 || (nearest[other] == i && i < other) ? -1 : other;
                if (parent[i] >= 0)
                {
                    degree[i]++;
                    degree[parent[i]]++;
                }
            }

            int[] waiting = new int[count];
            double bound = 0;
            for (int i = 0; i < count; i++)
            {
                if (parent[i] < 0)
                    continue;
                waiting[parent[i]]++;
                bound = Math.Max(bound, degree[i] + degree[parent[i]]);
            }

            int[] order = new int[count];
            int filled = 0;
            for (int i = 0; i < count; i++)
            {
                if (waiting[i] == 0)
                    order[filled++] = i;
            }

            for (int next = 0; next < filled; next++)
            {
                int up = parent[order[next]];
                if (up >= 0 && --waiting[up] == 0)
                    order[filled++] = up;
            }

            return filled == count ? new Forest(order, parent, degree, bound) : throw new ArgumentException("The graph has a cycle.", nameof(nearest));
        }

        /// <summary>
        /// How many eigenvalues are larger than x: the positive pivots of the elimination of L − x from the leaves on. A zero pivot below a parent is replaced as in
        /// the paper, which cuts the parent off from its own parent.
        /// </summary>
        public int CountAbove(double x)
        {
            bool[] cut = _cut;
            Array.Clear(cut);
            for (int i = 0; i < _order.Length; i++)
                _pivot[i] = _degree[i] - x;
            int above = 0;
            foreach (int node in _order)
            {
                // A child with pivot zero has marked this node: together they count one positive and one negative, and this node hangs on nothing any more.
                if (cut[node])
                {
                    _pivot[node] = -0.5;
                    continue;
                }

                int up = _parent[node];
                if (_pivot[node] > 0)
                    above++;
                if (up < 0)
                    continue;
                if (_pivot[node] != 0)
                {
                    _pivot[up] -= 1 / _pivot[node];
                }
                else if (!cut[up])
                {
                    cut[up] = true;
                    above++;
                }
            }

            return above;
        }

        /// <summary>Adds the eigenvalues between two bounds in ascending order, halving until all of a stretch are one number.</summary>
        public void Collect(double low, int aboveLow, double high, int aboveHigh, List<double> values, double tolerance)
        {
            if (aboveLow == aboveHigh)
                return;
            double middle = (low + high) / 2;
            if (high - low <= 2 * tolerance)
            {
                for (int i = aboveHigh; i < aboveLow; i++)
                    values.Add(middle);
                return;
            }

            int aboveMiddle = CountAbove(middle);
            Collect(low, aboveLow, middle, aboveMiddle, values, tolerance);
            Collect(middle, aboveMiddle, high, aboveHigh, values, tolerance);
        }
    }
}
