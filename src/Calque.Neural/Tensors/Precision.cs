namespace Calque.Neural.Tensors;

/// <summary>What matrix products run in; parameters, sums, norms, softmax and losses stay in float32.</summary>
public enum Precision
{
    /// <summary>bfloat16 on a GPU, float32 on the processor.</summary>
    Auto,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>bfloat16: eight bits of exponent and eight of fraction. On the processor it is quicker than float32 only where <see cref="Precisions.IsFastOnProcessor"/> says so.</summary>
    BFloat16,
}
