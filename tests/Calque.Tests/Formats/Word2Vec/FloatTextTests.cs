using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Calque.Formats.Word2Vec;
using Calque.Tests.Vectors;
using Xunit;

namespace Calque.Tests.Formats.Word2Vec;

public sealed class FloatTextTests
{
    [Fact]
    public void TryParse_RandomFloats_RoundsAsTheRuntimeDoes()
    {
        foreach (ulong draw in BrokenFile.Draws(7).Take(20_000))
        {
            float value = BitConverter.UInt32BitsToSingle((uint)draw);
            string format = ((draw >> 32) % 4) switch { 0 => "R", 1 => "G5", 2 => "F6", _ => "E8" };
            if (!float.IsFinite(value))
                continue;
            if (format == "F6")
                value = (int)draw / 1e7f;
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            Assert.True(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out float parsed), text);
            Assert.Equal(float.Parse(text, CultureInfo.InvariantCulture), parsed);
        }
    }

    [Theory]
    [InlineData("0", 0f)]
    [InlineData("-0", -0f)]
    [InlineData("-.5", -0.5f)]
    [InlineData("5.", 5f)]
    [InlineData("+2.5", 2.5f)]
    [InlineData("1e-3", 0.001f)]
    [InlineData("0.12345678", 0.12345678f)]
    [InlineData("16777217", 16777216f)]
    [InlineData("NaN", float.NaN)]
    [InlineData("nan", float.NaN)]
    [InlineData("-inf", float.NegativeInfinity)]
    [InlineData("Infinity", float.PositiveInfinity)]
    public void TryParse_Forms_AreRead(string text, float expected)
    {
        Assert.True(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out float value));
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData("--1")]
    [InlineData("1e")]
    [InlineData("word")]
    [InlineData("infinite")]
    public void TryParse_NoNumber_IsRefused(string text) =>
        Assert.False(FloatText.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
