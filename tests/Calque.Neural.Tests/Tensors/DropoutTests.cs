using System;
using System.Linq;
using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

/// <summary>The dropout of native/dropout.cpp against Philox written plainly here, and what its mask must hang on.</summary>
[LeakChecked]
public sealed class DropoutTests
{
    private const long Seed = 0x1234_5678_9abc_def0, Step = 41, Layer = 7;

    /// <summary>Salmon et al. 2011, the known answers of their Random123 distribution for Philox4x32-10.</summary>
    [Fact]
    public void Reference_KnownAnswers_AreThePublishedOnes()
    {
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], Philox([0, 0, 0, 0], [0, 0]));
        Assert.Equal([0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu], Philox([~0u, ~0u, ~0u, ~0u], [~0u, ~0u]));
        Assert.Equal([0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u], Philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]));
    }

    [TensorTheory]
    [InlineData(0.1, 1000, 0)]
    [InlineData(0.5, 127, 3)]
    [InlineData(0.1, 129, 128)]
    [InlineData(0.999, 300, 5_000_000_000)]
    public void Dropout_EveryElement_IsThePlainReadings(double probability, int count, long offset)
    {
        using TensorScope scope = TensorScope.Open();
        float[] x = [.. Enumerable.Range(0, count).Select(i => 1 + (i * 0.25f))];
        float[] y = Operators.Dropout(Tensor.From<float>(x, count), probability, Seed, Step, Layer, offset).ToArray<float>();
        int threshold = (int)Math.Round(probability * 65536);
        float scale = (float)(65536.0 / (65536 - threshold));
        for (int i = 0; i < count; i++)
            Assert.Equal(Number(i + offset) >= threshold ? x[i] * scale : 0, y[i]);
    }

    /// <summary>What CUDA does in place of the loop for the processor, run on the processor: the mask hangs on the key alone, whatever the type.</summary>
    [TensorFact]
    public void DropoutDrawn_IsKeyed_ScalesWhatItKeeps_AndIsLinear()
    {
        using TensorScope scope = TensorScope.Open();
        const int count = 200_000;
        Tensor ones = Operators.Ones([count], DataType.Float32);
        float[] mask = Operators.DropoutDrawn(ones, 0.1, Seed, Step, Layer).ToArray<float>();
        Assert.All(mask, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.9f)) < 1e-6));
        // Five standard deviations of the share that is dropped.
        Assert.InRange(mask.Count(value => value == 0) / (double)count, 0.1 - (5 * Math.Sqrt(0.09 / count)), 0.1 + (5 * Math.Sqrt(0.09 / count)));
        Assert.Equal(mask, Operators.DropoutDrawn(ones, 0.1, Seed, Step, Layer).ToArray<float>());
        Assert.NotEqual(mask, Operators.DropoutDrawn(ones, 0.1, Seed + 1, Step, Layer).ToArray<float>());
        Assert.NotEqual(mask, Operators.DropoutDrawn(ones, 0.1, Seed, Step + 1, Layer).ToArray<float>());
        Assert.NotEqual(mask, Operators.DropoutDrawn(ones, 0.1, Seed, Step, Layer + 1).ToArray<float>());
        float[] shorter = Operators.To(Operators.DropoutDrawn(Operators.To(ones, DataType.BFloat16) * 9, 0.1, Seed, Step, Layer), DataType.Float32).ToArray<float>();
        Assert.Equal(mask.Select(value => value == 0 ? 0f : 10), shorter);

        // Its gradient is the mask itself: what is multiplied backward is what was multiplied forward.
        Tensor x = Operators.Ones([count], DataType.Float32);
        x.RequiresGradient = true;
        Gradients.Backward(Operators.Sum(Operators.DropoutDrawn(x, 0.1, Seed, Step, Layer)));
        Assert.Equal(mask, x.Gradient!.ToArray<float>());
    }

    [TensorFact]
    public void Dropout_OfAPart_IsThePartOfTheWhole()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([10, 77], DataType.Float32);
        float[] whole = Operators.Dropout(x, 0.3, Seed, Step, Layer).ToArray<float>();
        float[] tail = Operators.Dropout(Operators.Narrow(x, 0, 4, 6), 0.3, Seed, Step, Layer, 4 * 77).ToArray<float>();
        Assert.Equal(whole[(4 * 77)..], tail);
    }

    [TensorFact]
    public void Dropout_OtherSeedStepOrLayer_HasAnotherMask()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([4096], DataType.Float32);
        float[][] masks =
        [
            Operators.Dropout(x, 0.5, 1, 1, 1).ToArray<float>(), Operators.Dropout(x, 0.5, 2, 1, 1).ToArray<float>(),
            Operators.Dropout(x, 0.5, 1, 2, 1).ToArray<float>(), Operators.Dropout(x, 0.5, 1, 1, 2).ToArray<float>(),
            Operators.Dropout(x, 0.5, 1L << 32, 1, 1).ToArray<float>(),
        ];
        for (int i = 0; i < masks.Length; i++)
        {
            // Independent masks agree in half of 4,096 places, give or take five standard deviations of 32.
            for (int j = 0; j < i; j++)
                Assert.InRange(masks[i].Zip(masks[j]).Count(pair => pair.First == pair.Second), 2048 - 160, 2048 + 160);
        }
    }

    [TensorFact]
    public void Dropout_AnyNumberOfThreads_GivesTheSameBits()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([300_001], DataType.Float32);
        int before = TensorEngine.Threads;
        TensorEngine.Threads = 1;
        float[] one = Operators.Dropout(x, 0.1, Seed, Step, Layer).ToArray<float>();
        TensorEngine.Threads = 2;
        float[] two = Operators.Dropout(x, 0.1, Seed, Step, Layer).ToArray<float>();
        TensorEngine.Threads = before;
        Assert.Equal(one, two);
        // 10 % of 300,001: a standard deviation is 164.
        Assert.InRange(one.Count(v => v == 0), 30_000 - 820, 30_000 + 820);
    }

    [TensorFact]
    public void Backward_ThroughDropout_HasTheMaskOfTheForwardPass()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([1000], DataType.Float32);
        x.RequiresGradient = true;
        Tensor y = Operators.Dropout(x, 0.2, Seed, Step, Layer);
        Gradients.Backward(Operators.Sum(y * 3));
        Assert.Equal(y.ToArray<float>().Select(v => v * 3), x.Gradient!.ToArray<float>());
    }

    [TensorFact]
    public void Dropout_InBFloat16_DropsTheSameElements()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([1000], DataType.Float32);
        float[] whole = Operators.Dropout(x, 0.2, Seed, Step, Layer).ToArray<float>();
        Tensor half = Operators.Dropout(Operators.To(x, DataType.BFloat16), 0.2, Seed, Step, Layer);
        Assert.Equal(DataType.BFloat16, half.DataType);
        Assert.Equal(whole.Select(v => v == 0), Operators.To(half, DataType.Float32).ToArray<float>().Select(v => v == 0));
    }

    [TensorFact]
    public void Dropout_OfNothingOrEverything_AndWrongProbabilities()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Operators.Ones([10], DataType.Float32);
        Assert.All(Operators.Dropout(x, 0, Seed, Step, Layer).ToArray<float>(), v => Assert.Equal(1, v));
        Assert.All(Operators.Dropout(x, 1, Seed, Step, Layer).ToArray<float>(), v => Assert.Equal(0, v));
        Assert.Throws<TensorException>(() => Operators.Dropout(x, 1.5, Seed, Step, Layer));
        Assert.Throws<TensorException>(() => Operators.Dropout(Operators.To(x, DataType.Int64), 0.5, Seed, Step, Layer));
    }

    /// <summary>The 16 bits that decide element <paramref name="place"/>: 16 blocks side by side, then the halves of their words in turn.</summary>
    private static int Number(long place)
    {
        ulong block = (ulong)(place / 128 * 16) + (ulong)(place % 16);
        int half = (int)(place % 128 / 16);
        uint[] words = Philox([(uint)block, (uint)(block >> 32), (uint)Step, (uint)Layer], [unchecked((uint)Seed), (uint)(Seed >> 32)]);
        return (int)(words[half / 2] >> (half % 2 * 16)) & 0xffff;
    }

    private static uint[] Philox(uint[] counter, uint[] key)
    {
        uint[] c = [.. counter];
        uint k0 = key[0], k1 = key[1];
        for (int round = 0; round < 10; round++)
        {
            ulong a = (ulong)c[0] * 0xD2511F53, b = (ulong)c[2] * 0xCD9E8D57;
            c = [(uint)(b >> 32) ^ c[1] ^ k0, (uint)b, (uint)(a >> 32) ^ c[3] ^ k1, (uint)a];
            unchecked
            {
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
        }

        return c;
    }
}
