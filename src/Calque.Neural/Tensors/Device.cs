using System;
using System.Globalization;

namespace Calque.Neural.Tensors;

/// <summary>Where a tensor lies: the processor or a CUDA device.</summary>
/// <param name="IsCuda">Whether it is a CUDA device.</param>
/// <param name="Index">Which one; 0 for the processor.</param>
public readonly record struct Device(bool IsCuda, int Index)
{
    /// <summary>The processor's memory.</summary>
    public static Device Cpu => default;

    /// <summary>A CUDA device.</summary>
    public static Device Cuda(int index) => new(true, index);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="InvalidOptionException">The text names no device.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "cpu")
            return Cpu;
        if (text == "cuda")
            return Cuda(0);
        if (text.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < 255)
            return Cuda(index);
        throw new InvalidOptionException("--device", text, "cpu, cuda or cuda:N", "Leave the option out for the processor.");
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() => IsCuda ? $"cuda:{Index.ToString(CultureInfo.InvariantCulture)}" : "cpu";

    internal int NativeType => IsCuda ? 1 : 0;

    /// <summary>Packed as the C ABI has it: the type, and the index plus one in the lower byte.</summary>
    internal long Packed => IsCuda ? 256L + Index + 1 : 0;
}
