using Calque.Numerics.Randomness;

namespace Calque.Kernels;

/// <summary>Rows of independent normal numbers, the same in every run.</summary>
internal static class RandomRows
{
    public static float[] Make(string purpose, int rows, int dimension)
    {
        KeyedRandom random = new(1, purpose, (ulong)dimension);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextNormal();
        }

        return values;
    }
}
