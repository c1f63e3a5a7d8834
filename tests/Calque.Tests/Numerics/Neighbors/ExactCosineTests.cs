using System;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Tests.Numerics.Reference;
using Xunit;

namespace Calque.Tests.Numerics.Neighbors;

public class ExactCosineTests
{
    [Fact]
    public void Dot_EveryLengthAndInstructionSet_SameBitsAsDefinition()
    {
        KeyedRandom random = new(3, "dot", 0);
        for (int length = 0; length <= 130; length++)
        {
            float[] x = new float[length];
            float[] y = new float[length];
            for (int i = 0; i < length; i++)
            {
                x[i] = (float)(random.NextNormal() * Math.Pow(10, random.NextInt(60) - 30));
                y[i] = (float)(random.NextNormal() * Math.Pow(10, random.NextInt(60) - 30));
            }

            double expected = BruteForceNeighbors.LaneDot(x, y);
            foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
            {
                if (InstructionSets.IsSupported(set))
                {
                    Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(ExactCosine.Dot(x, y, set)));
                }
            }
        }
    }

    [Fact]
    public void Cosine_ExtremeNorms_StaysExact()
    {
        float[] large = [float.MaxValue, float.MaxValue, -float.MaxValue];
        float[] small = [float.Epsilon, float.Epsilon, -float.Epsilon];
        Assert.Equal(1.0, ExactCosine.Cosine(large, large));
        Assert.Equal(1.0, ExactCosine.Cosine(small, small));
        Assert.Equal(1.0, ExactCosine.Cosine(large, small), 15);
    }

    [Fact]
    public void Dot_LengthsDiffer_IsRefused() => Assert.Throws<ArgumentException>(() => ExactCosine.Dot([1f], [1f, 2f]));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(4096)]
    public void ScoreMargin_WorstCaseFloatChain_IsCovered(int depth)
    {
        // All products of one sign and equal size: rounding errors add up instead of cancelling.
        KeyedRandom random = new(11, "margin", (ulong)depth);
        double worst = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            float[] x = new float[depth];
            float[] y = new float[depth];
            for (int i = 0; i < depth; i++)
            {
                x[i] = (float)(1 + (random.NextUniform() * 1e-3));
                y[i] = (float)(1 + (random.NextUniform() * 1e-3));
            }

            double nx = Math.Sqrt(BruteForceNeighbors.LaneDot(x, x));
            double ny = Math.Sqrt(BruteForceNeighbors.LaneDot(y, y));
            float chain = 0;
            for (int i = 0; i < depth; i++)
            {
                float product = (float)(x[i] / nx) * (float)(y[i] / ny);
                chain += product;
            }

            worst = Math.Max(worst, Math.Abs(chain - BruteForceNeighbors.Cosine(x, y)));
        }

        Assert.InRange(worst, 0, ScoreMargin.For(depth));
    }
}
