using System;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Numerics.Randomness;

namespace Calque.Transfer;

/// <summary>
/// Draws the body of a model anew, as its library does before training: weights from N(0, initializer_range), biases zero,
/// gains of normalisation layers one. Keyed by seed, tensor and row.
/// </summary>
public sealed class RandomBody
{
    private const double DefaultRange = 0.02;
    private readonly ulong _seed;
    private readonly double _range;

    /// <summary>Reads the range from the config (<c>initializer_range</c>, 0.02 where it is absent).</summary>
    public RandomBody(ulong seed, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _seed = seed;
        _range = config["initializer_range"] is JsonValue value && value.TryGetValue(out double range) && range > 0 ? range : DefaultRange;
    }

    /// <summary>Whether a tensor is drawn: every tensor of floating point numbers.</summary>
    public static bool Draws(ModelTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ElementType is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16;
    }

    /// <summary>Writes rows of a tensor, counted along its first axis.</summary>
    public void Fill(ModelTensor tensor, long firstRow, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long rows = tensor.Shape.Count == 0 ? 1 : Math.Max(1, tensor.Shape[0]);
        int rowBytes = checked((int)(tensor.Length / rows));
        int elements = rowBytes / Size(tensor.ElementType);
        double[] values = new double[elements];
        for (int i = 0; i * rowBytes < destination.Length; i++)
        {
            if (tensor.Shape.Count >= 2)
            {
                new KeyedRandom(_seed, "body " + tensor.Name, (ulong)(firstRow + i)).FillNormal(values);
                for (int j = 0; j < values.Length; j++)
                    values[j] *= _range;
            }
            else
            {
                Array.Fill(values, IsGain(tensor.Name) ? 1.0 : 0.0);
            }

            ElementConversion.FromDouble(tensor.ElementType, values, destination.Slice(i * rowBytes, rowBytes));
        }
    }

    private static bool IsGain(string name) => name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".gamma", StringComparison.Ordinal);

    private static int Size(ElementType type) => type switch { ElementType.F64 => 8, ElementType.F32 => 4, _ => 2 };
}
