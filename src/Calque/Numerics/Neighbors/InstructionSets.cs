using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Neighbors;

/// <summary>What this machine can run (also told by the environment: DOTNET_EnableAVX512=0 and the like).</summary>
internal static class InstructionSets
{
    /// <summary>The widest set that is supported.</summary>
    public static InstructionSet Best { get; } =
        IsSupported(InstructionSet.Avx512) ? InstructionSet.Avx512
        : IsSupported(InstructionSet.Avx2) ? InstructionSet.Avx2
        : IsSupported(InstructionSet.Portable) ? InstructionSet.Portable
        : InstructionSet.Scalar;

    /// <summary>Whether the set can run here at its own speed.</summary>
    public static bool IsSupported(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Portable => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
