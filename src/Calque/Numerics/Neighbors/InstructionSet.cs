namespace Calque.Numerics.Neighbors;

/// <summary>Which instructions a kernel uses. Results never depend on it; tests force each.</summary>
internal enum InstructionSet
{
    /// <summary>Vectors of 128 bits where the machine has them, else plain code.</summary>
    Portable,

    /// <summary>256 bits with fused multiply-add.</summary>
    Avx2,

    /// <summary>512 bits.</summary>
    Avx512,

    /// <summary>No vectors at all; what remains when all intrinsics are switched off.</summary>
    Scalar,
}
