using System;
using System.Buffers.Text;
using System.Text;
using Calque.Tests.Support;
using Calque.Text;
using Xunit;

namespace Calque.Tests.Text;

public sealed class ShortestSingleTests
{
    [Fact]
    public void Write_SimilaritiesAndWeights_IsTheFrameworksText()
    {
        TinyGenerator random = new(17);
        for (int i = 0; i < 400_000; i++)
        {
            // Uniform over the floats of each binade between 2^-20 and 4, so that every exponent is met.
            int bits = ((127 - 20 + random.Next(22)) << 23) | random.Next(1 << 23);
            Check(BitConverter.Int32BitsToSingle(i % 2 == 0 ? bits : bits | int.MinValue));
        }
    }

    [Fact]
    public void Write_ShortDecimalsAndTheirNeighbors_IsTheFrameworksText()
    {
        for (int denominator = 10; denominator <= 100_000; denominator *= 10)
        {
            for (int numerator = 0; numerator <= denominator; numerator += Math.Max(1, denominator / 5000))
            {
                float value = (float)((double)numerator / denominator);
                Check(value);
                Check(MathF.BitIncrement(value));
                Check(MathF.BitDecrement(value));
            }
        }
    }

    [Fact]
    public void Write_PowersOfTwo_IsTheFrameworksText()
    {
        for (int exponent = -149; exponent < 128; exponent++)
        {
            float value = MathF.ScaleB(1, exponent);
            Check(value);
            Check(MathF.BitIncrement(value));
            Check(MathF.BitDecrement(value));
            Check(-value);
        }

        Check(0);
        Check(-0f);
        Check(float.MaxValue);
        Check(float.Epsilon);
    }

    private static void Check(float value)
    {
        Span<byte> ours = stackalloc byte[ShortestSingle.MaxLength];
        Span<byte> theirs = stackalloc byte[64];
        int length = ShortestSingle.Write(value, ours);
        Assert.True(Utf8Formatter.TryFormat(value, theirs, out int written));
        if (!ours[..length].SequenceEqual(theirs[..written]))
            Assert.Fail($"{BitConverter.SingleToInt32Bits(value):x8}: {Encoding.ASCII.GetString(ours[..length])} for {Encoding.ASCII.GetString(theirs[..written])}");
    }
}
