using System;
using Calque.Neural.Models.T5;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Classes of distances (Raffel et al. 2020, section 2.1): "a total of 32 embeddings … with ranges that increase in size logarithmically up to an offset of 128".</summary>
public sealed class T5PositionBiasTests
{
    [Fact]
    public void Bucket_OfTheUsualEncoder_ChangesWhereTheLogarithmsSay()
    {
        // 8 single distances, then boundaries at 8 · 16^(n / 8): 8, 11.3, 16, 22.6, 32, 45.3, 64, 90.5.
        int[] boundaries = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91];
        for (int distance = 0; distance < 1000; distance++)
        {
            int expected = Array.FindLastIndex(boundaries, boundary => boundary <= distance);
            Assert.Equal(expected, T5PositionBias.Bucket(-distance, 32, 128, looksAhead: true));
            if (distance > 0)
                Assert.Equal(16 + expected, T5PositionBias.Bucket(distance, 32, 128, looksAhead: true));
        }
    }

    [Fact]
    public void Bucket_OfTheUsualDecoder_SeesOnlyWhatStandsBefore()
    {
        for (int distance = 0; distance < 1000; distance++)
        {
            // 16 single distances, then boundaries at 16 · 8^(n / 16).
            int expected = distance < 16 ? distance : Math.Min(31, 16 + (int)Math.Floor((16 * Math.Log2(distance / 16.0) / 3) + 1e-12));
            Assert.Equal(expected, T5PositionBias.Bucket(-distance, 32, 128, looksAhead: false));
            Assert.Equal(0, T5PositionBias.Bucket(distance, 32, 128, looksAhead: false));
        }
    }
}
