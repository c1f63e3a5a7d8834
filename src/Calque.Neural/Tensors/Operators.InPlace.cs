using System;

namespace Calque.Neural.Tensors;

// Operators that change their first argument: for optimizers and initialisation, without gradients.
public static partial class Operators
{
    /// <summary>a ← b.</summary>
    public static void CopyInPlace(Tensor a, Tensor b) => Operator.Named("aten::copy_", 2).CallInPlace(a, b);

    /// <summary>a ← 0.</summary>
    public static void ZeroInPlace(Tensor a) => Operator.Named("aten::zero_", 1).CallInPlace(a);

    /// <summary>a ← a + α b.</summary>
    public static void AddInPlace(Tensor a, Tensor b, double alpha = 1) => Operator.Named("aten::add_.Tensor", 3).CallInPlace(a, b, alpha);

    /// <summary>a ← a · b.</summary>
    public static void MultiplyInPlace(Tensor a, double b) => Operator.Named("aten::mul_.Scalar", 2).CallInPlace(a, b);

    /// <summary>Each a ← a · b, b one number on the device.</summary>
    public static void MultiplyInPlace(Tensor a, Tensor b) => Operator.Named("aten::mul_.Tensor", 2).CallInPlace(a, b);

    /// <summary>The Euclidean length of each tensor.</summary>
    public static Tensor[] Norms(ReadOnlySpan<Tensor> tensors) =>
        Operator.Named("aten::_foreach_norm.Scalar", 1).CallForList((ReadOnlySpan<Tensor?>)tensors!);

    /// <summary>One step of AdamW over a list of parameters (native/adamw.cpp); steps count from 1.</summary>
    public static void AdamWInPlace(ReadOnlySpan<Tensor> parameters, ReadOnlySpan<Tensor> gradients, ReadOnlySpan<Tensor> first, ReadOnlySpan<Tensor> second, double rate, double beta1, double beta2, double epsilon, double decay, long step) =>
        Operator.Named("calque::adamw_", 10).CallInPlace((ReadOnlySpan<Tensor?>)parameters!, (ReadOnlySpan<Tensor?>)gradients!, (ReadOnlySpan<Tensor?>)first!, (ReadOnlySpan<Tensor?>)second!, rate, beta1, beta2, epsilon, decay, step);
}
