using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Neighbors;

/// <summary>Scores a distinct row of one side with one of the other; serves any number of threads.</summary>
internal sealed unsafe class PairScorer
{
    private readonly UnitRows _left;
    private readonly UnitRows _right;
    private readonly InstructionSet _instructionSet;
    private readonly bool _tame;

    public PairScorer(UnitRows left, UnitRows right, InstructionSet instructionSet)
    {
        _left = left;
        _right = right;
        _instructionSet = instructionSet;
        _tame = left.IsTame && right.IsTame;
    }

    /// <summary>The exact cosine; the same bits with the sides exchanged.</summary>
    public double Score(int left, int right) =>
        ExactCosine.Cosine(
            ExactCosine.Dot(_left.Row(left), _right.Row(right), _left.Dimension, _instructionSet), _left.SquaredNorm(left), _right.SquaredNorm(right));

    /// <summary>
    /// Whether the exact cosine may reach a floor; writes it if so. Most near ties are turned down without the root and the division: the product of
    /// the lengths' inverses is off by less than 2⁻⁵⁰ of it.
    /// </summary>
    public bool Reaches(int left, int right, double floor, out double score)
    {
        double product = ExactCosine.Dot(_left.Row(left), _right.Row(right), _left.Dimension, _instructionSet);
        double near = product * (_left.Scale(left) * _right.Scale(right));
        if (near < floor - 4e-15)
        {
            score = near;
            return false;
        }

        score = ExactCosine.Cosine(product, _left.SquaredNorm(left), _right.SquaredNorm(right));
        return true;
    }

    /// <summary>Fetches a row of the left side ahead of its score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int left)
    {
        if (Sse.IsSupported)
        {
            byte* row = (byte*)_left.Row(left);
            for (int line = 0; line < 4 * _left.Dimension; line += 64)
            {
                Sse.Prefetch0(row + line);
            }
        }
    }

    /// <summary>The cosines of some pairs within <see cref="ScoreMargin"/>, several times cheaper.</summary>
    /// <remarks>A loop without a decision in it, so that the memory accesses of many pairs overlap.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Approximate(int* left, int* right, int count, float* scores)
    {
        if (!_tame)
        {
            for (int i = 0; i < count; i++)
            {
                scores[i] = (float)Score(left[i], right[i]);
            }

            return;
        }

        for (int i = 0; i < count; i++)
        {
            scores[i] = (float)(FloatDot.Evaluate(_left.Row(left[i]), _right.Row(right[i]), _left.Dimension) * (_left.Scale(left[i]) * _right.Scale(right[i])));
        }
    }
}
