using System.Runtime.Intrinsics.X86;

namespace Calque.Neural.Tensors;

/// <summary>Names of precisions, and what they mean on a device.</summary>
public static class Precisions
{
    /// <summary>The names, as they are typed.</summary>
    public static string[] Names => ["auto", "fp32", "bf16"];

    /// <summary>Whether this processor multiplies bfloat16 by itself (AVX512-BF16 or AMX): elsewhere bf16 is slower than float32.</summary>
    public static bool IsFastOnProcessor
    {
        get
        {
            if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
                return false;
            // Leaf 7: bit 22 of EDX is AMX-BF16; its first subleaf: bit 5 of EAX is AVX512-BF16.
            (int subleaves, _, _, int features) = X86Base.CpuId(7, 0);
            return ((features >> 22) & 1) != 0 || (subleaves >= 1 && ((X86Base.CpuId(7, 1).Eax >> 5) & 1) != 0);
        }
    }

    /// <summary>Reads <c>auto</c>, <c>fp32</c> or <c>bf16</c>.</summary>
    /// <exception cref="InvalidOptionException">The text names no precision.</exception>
    public static Precision Parse(string text) => text switch
    {
        "auto" => Precision.Auto,
        "fp32" => Precision.Float32,
        "bf16" => Precision.BFloat16,
        _ => throw new InvalidOptionException("--precision", text, "auto, fp32 or bf16", "auto is bf16 on a GPU and fp32 on the processor."),
    };

    /// <summary>What matrix products run in on a device.</summary>
    public static DataType On(this Precision precision, Device device) =>
        precision == Precision.BFloat16 || (precision == Precision.Auto && device.IsCuda) ? DataType.BFloat16 : DataType.Float32;
}
