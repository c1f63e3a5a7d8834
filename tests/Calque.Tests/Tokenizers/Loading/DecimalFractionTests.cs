using System;
using System.Globalization;
using System.Text;
using Calque.Tokenizers.Loading;
using Xunit;

namespace Calque.Tests.Tokenizers.Loading;

/// <summary>The framework's parser, which is correctly rounded, is the oracle.</summary>
public class DecimalFractionTests
{
    [Fact]
    public void Divide_DrawnDigits_GivesTheNearestDouble()
    {
        var random = new SplitMix(1);
        for (int round = 0; round < 200_000; round++)
        {
            ulong digits = random.NextWord() >> random.Next(64);
            int places = random.Next(DecimalFraction.MostPlaces + 1);
            double expected = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}e-{places}"), CultureInfo.InvariantCulture);
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(DecimalFraction.Divide(digits, places)));
        }
    }

    [Fact]
    public void Divide_HalfwayBetweenTwoDoubles_GivesTheEvenOne()
    {
        // Odd multiples of half a unit in the last place: (2^53 + 2k + 1) and fractions of it that end in 5.
        for (ulong k = 0; k < 2000; k++)
        {
            ulong tie = (1UL << 53) + (2 * k) + 1;
            Check(tie, 0);
            Check(tie * 5, 1); // tie / 2
            Check(tie * 25, 2); // tie / 4
            Check((tie * 25) + 1, 2); // just above
            Check((tie * 25) - 1, 2); // just below
        }

        static void Check(ulong digits, int places) => Assert.Equal(
            double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}e-{places}"), CultureInfo.InvariantCulture), DecimalFraction.Divide(digits, places));
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("-0.0")]
    [InlineData("-13.000000000000000001")]
    [InlineData("9999999999.999999999")]
    [InlineData("-3.4567890167236328")]
    [InlineData("0.0000000000000000001")]
    [InlineData("0.00000000000000000000001")]
    [InlineData("-1e-7")]
    [InlineData("12345678901234567890.25")]
    public void TryReadNumber_WrittenNumber_IsThatOfTheFramework(string text)
    {
        var reader = new PlainJson(Encoding.UTF8.GetBytes(text + "]"));
        Assert.True(reader.TryReadNumber(out double value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
        Assert.True(reader.Take((byte)']'));
    }

    [Theory]
    [InlineData("01.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-.5")]
    [InlineData("1.2.3")]
    [InlineData("--1.0")]
    [InlineData("1.0-")]
    [InlineData("+1.0")]
    [InlineData("1e999")]
    public void TryReadNumber_WhatJsonDoesNotAllow_IsRefused(string text) =>
        Assert.False(new PlainJson(Encoding.UTF8.GetBytes(text + "]")).TryReadNumber(out _));
}
