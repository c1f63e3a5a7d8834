using System;
using System.Numerics;
using Calque.Numerics;
using Calque.Numerics.Randomness;
using Xunit;

namespace Calque.Tests.Numerics;

public class DeterministicMathTests
{
    /// <summary>Fixed-point arithmetic with this many bits behind the point is the reference.</summary>
    private const int Bits = 200;

    /// <summary>The exponential reaches 2⁻¹⁰⁷⁴ and needs more.</summary>
    private const int ExpBits = 1400;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * Artanh(One / 3);

    [Fact]
    public void Exp_ManyArguments_WithinOneUnitInTheLastPlace()
    {
        KeyedRandom random = new(1, "exp", 0);
        double worst = 0;
        for (int i = 0; i < 4_000; i++)
        {
            double x = (i % 4) switch
            {
                0 => (random.NextUniform() - 0.5) * 1400,
                1 => (random.NextUniform() - 0.5) * 2,
                2 => -random.NextUniform() * 40,
                _ => random.NextNormal() * 1e-3,
            };
            worst = Math.Max(worst, UnitsInTheLastPlace(DeterministicMath.Exp(x), ExpOf(x, ExpBits), ExpBits));
        }

        Assert.InRange(worst, 0, 0.9);
    }

    [Fact]
    public void Log_ManyArguments_WithinOneUnitInTheLastPlace()
    {
        KeyedRandom random = new(1, "log", 0);
        double worst = 0;
        for (int i = 0; i < 20_000; i++)
        {
            double x = (i % 4) switch
            {
                0 => BitConverter.Int64BitsToDouble((long)(random.NextUInt64() >> 2)),
                1 => random.NextUniform(),
                2 => 1 + (random.NextNormal() * 1e-4),
                _ => 0.5 + (random.NextUniform() * 1.5),
            };
            if (!(x > 0 && double.IsFinite(x)) || x == 1)
            {
                continue;
            }

            worst = Math.Max(worst, UnitsInTheLastPlace(DeterministicMath.Log(x), LogOf(x), Bits));
        }

        Assert.InRange(worst, 0, 0.95);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1.0, Math.E)]
    [InlineData(710.0, double.PositiveInfinity)]
    [InlineData(-746.0, 0.0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-745.0, double.Epsilon)]
    [InlineData(709.782712893384, 1.7976931348622732e308)]
    public void Exp_SpecialArguments_AreRight(double x, double expected) => Assert.Equal(expected, DeterministicMath.Exp(x));

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.Epsilon, -744.4400719213812)]
    [InlineData(double.MaxValue, 709.782712893384)]
    [InlineData(2.0, 0.6931471805599453)]
    public void Log_SpecialArguments_AreRight(double x, double expected) => Assert.Equal(expected, DeterministicMath.Log(x));

    [Fact]
    public void Exp_SubnormalResults_RoundOnce()
    {
        for (double x = -708; x > -745; x -= 0.37)
        {
            BigInteger scaled = ExpOf(x, 1200);
            double expected = (double)scaled / Math.Pow(2, 600) / Math.Pow(2, 600);
            Assert.InRange(Math.Abs(DeterministicMath.Exp(x) - expected), 0, Math.Max(double.Epsilon, expected * 3e-16));
        }
    }

    /// <summary>The distance between a result and the truth in units of the result's last place.</summary>
    private static double UnitsInTheLastPlace(double actual, BigInteger truth, int bits)
    {
        double unit = Math.BitIncrement(Math.Abs(actual)) - Math.Abs(actual);
        BigInteger difference = ToFixed(actual, bits) - truth;
        return Math.Abs(Math.Exp(BigInteger.Log(BigInteger.Abs(difference) + 1) - (bits * Math.Log(2)) - Math.Log(unit)));
    }

    private static BigInteger ToFixed(double value, int bits)
    {
        long raw = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((raw >> 52) & 0x7FF);
        BigInteger mantissa = (raw & 0xFFFFFFFFFFFFFL) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + bits;
        BigInteger result = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return raw < 0 ? -result : result;
    }

    /// <summary>exp x by its series after halving the argument 64 times.</summary>
    private static BigInteger ExpOf(double x, int resultBits)
    {
        const int FixedBits = 2600;
        BigInteger argument = ToFixed(x, FixedBits) >> 64;
        BigInteger term = BigInteger.One << FixedBits;
        BigInteger sum = term;
        for (int n = 1; term != 0; n++)
        {
            term = ((term * argument) >> FixedBits) / n;
            sum += term;
            if (n > 200)
            {
                break;
            }
        }

        for (int i = 0; i < 64; i++)
        {
            sum = (sum * sum) >> FixedBits;
        }

        return resultBits >= FixedBits ? sum << (resultBits - FixedBits) : sum >> (FixedBits - resultBits);
    }

    private static BigInteger LogOf(double x)
    {
        int exponent = 0;
        double mantissa = x;
        while (mantissa < 0.5)
        {
            mantissa *= 2;
            exponent--;
        }

        while (mantissa > 2)
        {
            mantissa /= 2;
            exponent++;
        }

        BigInteger m = ToFixed(mantissa, Bits);
        return (2 * Artanh(((m - One) << Bits) / (m + One))) + (exponent * Ln2);
    }

    private static BigInteger Artanh(BigInteger s)
    {
        BigInteger square = (s * s) >> Bits;
        BigInteger power = s;
        BigInteger sum = s;
        for (int n = 3; BigInteger.Abs(power) > 1; n += 2)
        {
            power = (power * square) >> Bits;
            sum += power / n;
        }

        return sum;
    }
}
