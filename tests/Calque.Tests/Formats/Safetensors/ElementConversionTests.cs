using System;
using System.Linq;
using System.Runtime.InteropServices;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.Safetensors;

public sealed class ElementConversionTests
{
    // The exact value of 16 bits with the given number of exponent and mantissa bits, from the definition of the format.
    private static double Decode(int bits, int exponentBits, int mantissaBits)
    {
        int exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        int mantissa = bits & ((1 << mantissaBits) - 1);
        int bias = (1 << (exponentBits - 1)) - 1;
        double sign = (bits & 0x8000) != 0 ? -1 : 1;
        if (exponent == (1 << exponentBits) - 1)
            return mantissa != 0 ? double.NaN : sign * double.PositiveInfinity;
        return exponent == 0
            ? sign * Math.ScaleB(mantissa, 1 - bias - mantissaBits)
            : sign * Math.ScaleB(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits);
    }

    private static int ExponentBits(ElementType type) => type == ElementType.F16 ? 5 : 8;

    private static int MantissaBits(ElementType type) => type == ElementType.F16 ? 10 : 7;

    private static ushort[] AllBits() => [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void Widening_All65536Values_IsExact(ElementType type)
    {
        byte[] bytes = MemoryMarshal.AsBytes(AllBits().AsSpan()).ToArray();
        float[] singles = new float[65536];
        double[] doubles = new double[65536];
        ElementConversion.ToSingle(type, bytes, singles);
        ElementConversion.ToDouble(type, bytes, doubles);
        for (int bits = 0; bits < 65536; bits++)
        {
            double expected = Decode(bits, ExponentBits(type), MantissaBits(type));
            Assert.True(double.IsNaN(expected) || BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(doubles[bits]));
            Assert.Equal(double.IsNaN(expected), double.IsNaN(doubles[bits]));
            Assert.True(double.IsNaN(expected) ? float.IsNaN(singles[bits]) : singles[bits] == expected && float.IsNegative(singles[bits]) == double.IsNegative(expected));
        }
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void Narrowing_EveryValueOfTheType_GivesItBack(ElementType type)
    {
        byte[] bytes = MemoryMarshal.AsBytes(AllBits().AsSpan()).ToArray();
        float[] singles = new float[65536];
        double[] doubles = new double[65536];
        ElementConversion.ToSingle(type, bytes, singles);
        ElementConversion.ToDouble(type, bytes, doubles);
        ushort[] fromSingle = new ushort[65536];
        ushort[] fromDouble = new ushort[65536];
        ElementConversion.FromSingle(type, singles, MemoryMarshal.AsBytes(fromSingle.AsSpan()));
        ElementConversion.FromDouble(type, doubles, MemoryMarshal.AsBytes(fromDouble.AsSpan()));
        for (int bits = 0; bits < 65536; bits++)
        {
            if (double.IsNaN(doubles[bits]))
            {
                Assert.True(double.IsNaN(Decode(fromSingle[bits], ExponentBits(type), MantissaBits(type))));
                Assert.True(double.IsNaN(Decode(fromDouble[bits], ExponentBits(type), MantissaBits(type))));
            }
            else
            {
                Assert.Equal(bits, fromSingle[bits]);
                Assert.Equal(bits, fromDouble[bits]);
            }
        }
    }

    /// <summary>Around every midpoint of two neighbours: the midpoint goes to the even one, the next double on either side to the nearer one.</summary>
    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void FromDouble_AroundEveryMidpoint_RoundsOnceToNearestEven(ElementType type)
    {
        int infinity = ((1 << ExponentBits(type)) - 1) << MantissaBits(type);
        double[] values = new double[infinity * 6];
        ushort[] expected = new ushort[values.Length];
        for (int lower = 0; lower < infinity; lower++)
        {
            double low = Decode(lower, ExponentBits(type), MantissaBits(type));
            // Above the largest finite value: where the next one would be if the exponent went on (IEEE 754, 4.3.1).
            double high = lower + 1 == infinity
                ? low + (low - Decode(lower - 1, ExponentBits(type), MantissaBits(type)))
                : Decode(lower + 1, ExponentBits(type), MantissaBits(type));
            double middle = low + ((high - low) / 2);
            ushort even = (ushort)((lower & 1) == 0 ? lower : lower + 1);
            Set(0, middle, even);
            Set(1, Math.BitDecrement(middle), (ushort)lower);
            Set(2, Math.BitIncrement(middle), (ushort)(lower + 1));

            void Set(int which, double value, ushort bits)
            {
                int at = (lower * 6) + (which * 2);
                values[at] = value;
                expected[at] = bits;
                values[at + 1] = -value;
                expected[at + 1] = (ushort)(bits | 0x8000);
            }
        }
        ushort[] narrowed = new ushort[values.Length];
        ElementConversion.FromDouble(type, values, MemoryMarshal.AsBytes(narrowed.AsSpan()));
        Assert.Equal(expected, narrowed);
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void FromSingle_RandomBits_AgreesWithFromDouble(ElementType type)
    {
        TinyGenerator random = new(3);
        float[] singles = [.. Enumerable.Range(0, 200_003).Select(_ => BitConverter.UInt32BitsToSingle((uint)random.Next())).Where(value => !float.IsNaN(value))];
        ushort[] fromSingle = new ushort[singles.Length];
        ushort[] fromDouble = new ushort[singles.Length];
        ElementConversion.FromSingle(type, singles, MemoryMarshal.AsBytes(fromSingle.AsSpan()));
        ElementConversion.FromDouble(type, [.. singles.Select(value => (double)value)], MemoryMarshal.AsBytes(fromDouble.AsSpan()));
        Assert.Equal(fromDouble, fromSingle);
    }

    /// <summary>A double just above a midpoint of two bfloat16 that rounds to the midpoint as a float: rounding twice would go down to even.</summary>
    [Fact]
    public void FromDouble_ToBFloat16JustAboveATie_DoesNotRoundTwice()
    {
        double value = 1.0 + (1.0 / 256) + Math.ScaleB(1, -40);
        Assert.Equal(1.0f + (1.0f / 256), (float)value);
        byte[] bytes = new byte[2];
        ElementConversion.FromDouble(ElementType.BF16, [value], bytes);
        Assert.Equal(0x3F81, MemoryMarshal.Read<ushort>(bytes));
    }

    [Theory]
    [InlineData(double.MaxValue, 0x7F80)]
    [InlineData(double.NegativeInfinity, 0xFF80)]
    [InlineData(double.Epsilon, 0x0000)]
    [InlineData(-0.0, 0x8000)]
    [InlineData(3.4e38, 0x7F80)]
    [InlineData(3.38e38, 0x7F7E)]
    [InlineData(9.2e-41, 0x0001)]
    [InlineData(4.5e-41, 0x0000)]
    [InlineData(4.6e-41, 0x0001)]
    public void FromDouble_ToBFloat16AtTheEdges_IsRight(double value, int expected)
    {
        byte[] bytes = new byte[2];
        ElementConversion.FromDouble(ElementType.BF16, [value], bytes);
        Assert.Equal((ushort)expected, MemoryMarshal.Read<ushort>(bytes));
    }

    [Fact]
    public void FromSingle_NanWithLowPayload_StaysNan()
    {
        byte[] bytes = new byte[2];
        ElementConversion.FromSingle(ElementType.BF16, [BitConverter.UInt32BitsToSingle(0x7F800001)], bytes);
        float[] back = new float[1];
        ElementConversion.ToSingle(ElementType.BF16, bytes, back);
        Assert.True(float.IsNaN(back[0]));
    }

    [Fact]
    public void FromDouble_ToF32AndF64_RoundsAsACastDoes()
    {
        TinyGenerator random = new(5);
        double[] values = [.. Enumerable.Range(0, 10_001).Select(_ => BitConverter.UInt64BitsToDouble(random.Next())), 1 + Math.ScaleB(1, -24), 1 + Math.ScaleB(3, -24), 1e300];
        byte[] singles = new byte[values.Length * 4];
        ElementConversion.FromDouble(ElementType.F32, values, singles);
        Assert.Equal(values.Select(value => (float)value), MemoryMarshal.Cast<byte, float>(singles).ToArray());
        byte[] doubles = new byte[values.Length * 8];
        ElementConversion.FromDouble(ElementType.F64, values, doubles);
        Assert.Equal(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), doubles);
        float[] narrowed = new float[values.Length];
        ElementConversion.ToSingle(ElementType.F64, doubles, narrowed);
        Assert.Equal(values.Select(value => (float)value), narrowed);
    }

    [Fact]
    public void Conversion_WrongLengthOrType_Throws()
    {
        Assert.Throws<ArgumentException>(() => ElementConversion.ToSingle(ElementType.F32, new byte[7], new float[2]));
        Assert.Throws<ArgumentException>(() => ElementConversion.ToSingle(ElementType.I32, new byte[8], new float[2]));
        Assert.Throws<ArgumentException>(() => ElementConversion.FromDouble(ElementType.Other, new double[2], new byte[8]));
    }
}
