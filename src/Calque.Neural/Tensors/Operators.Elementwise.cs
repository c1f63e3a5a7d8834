namespace Calque.Neural.Tensors;

// Element by element; shapes are broadcast as in NumPy.
public static partial class Operators
{
    /// <summary>a + b.</summary>
    public static Tensor Add(Tensor a, Tensor b) => Operator.Named("aten::add.Tensor", 2).Call(a, b);

    /// <summary>a + b, b a number.</summary>
    public static Tensor Add(Tensor a, double b) => Operator.Named("aten::add.Scalar", 2).Call(a, b);

    /// <summary>a - b.</summary>
    public static Tensor Subtract(Tensor a, Tensor b) => Operator.Named("aten::sub.Tensor", 2).Call(a, b);

    /// <summary>a · b.</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => Operator.Named("aten::mul.Tensor", 2).Call(a, b);

    /// <summary>a · b, b a number.</summary>
    public static Tensor Multiply(Tensor a, double b) => Operator.Named("aten::mul.Scalar", 2).Call(a, b);

    /// <summary>a / b.</summary>
    public static Tensor Divide(Tensor a, Tensor b) => Operator.Named("aten::div.Tensor", 2).Call(a, b);

    /// <summary>a / b, b a number.</summary>
    public static Tensor Divide(Tensor a, double b) => Operator.Named("aten::div.Scalar", 2).Call(a, b);

    /// <summary>-a.</summary>
    public static Tensor Negate(Tensor a) => Operator.Named("aten::neg", 1).Call(a);

    /// <summary>The absolute value.</summary>
    public static Tensor Absolute(Tensor a) => Operator.Named("aten::abs", 1).Call(a);

    /// <summary>The exponential.</summary>
    public static Tensor Exponential(Tensor a) => Operator.Named("aten::exp", 1).Call(a);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Logarithm(Tensor a) => Operator.Named("aten::log", 1).Call(a);

    /// <summary>The square root.</summary>
    public static Tensor SquareRoot(Tensor a) => Operator.Named("aten::sqrt", 1).Call(a);

    /// <summary>One over the square root.</summary>
    public static Tensor ReciprocalSquareRoot(Tensor a) => Operator.Named("aten::rsqrt", 1).Call(a);

    /// <summary>a to the power of a number.</summary>
    public static Tensor Power(Tensor a, double exponent) => Operator.Named("aten::pow.Tensor_Scalar", 2).Call(a, exponent);

    /// <summary>The cosine.</summary>
    public static Tensor Cosine(Tensor a) => Operator.Named("aten::cos", 1).Call(a);

    /// <summary>The sine.</summary>
    public static Tensor Sine(Tensor a) => Operator.Named("aten::sin", 1).Call(a);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor a) => Operator.Named("aten::tanh", 1).Call(a);

    /// <summary>1 / (1 + e^-a).</summary>
    public static Tensor Sigmoid(Tensor a) => Operator.Named("aten::sigmoid", 1).Call(a);

    /// <summary>max(a, 0).</summary>
    public static Tensor Relu(Tensor a) => Operator.Named("aten::relu", 1).Call(a);

    /// <summary>a below zero times a slope (Maas et al. 2013).</summary>
    public static Tensor LeakyRelu(Tensor a, double slope) => Operator.Named("aten::leaky_relu", 2).Call(a, slope);

    /// <summary>a · sigmoid(a) (SiLU; Elfwing et al. 2018).</summary>
    public static Tensor Silu(Tensor a) => Operator.Named("aten::silu", 1).Call(a);

    /// <summary>a · Φ(a) (GELU; Hendrycks and Gimpel 2016), exact with "none", by a hyperbolic tangent with "tanh".</summary>
    public static Tensor Gelu(Tensor a, string approximate = "none") => Operator.Named("aten::gelu", 2).Call(a, approximate);

    /// <summary>The smaller of two.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Operator.Named("aten::minimum", 2).Call(a, b);

    /// <summary>The larger of two.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Operator.Named("aten::maximum", 2).Call(a, b);

    /// <summary>No less than a number.</summary>
    public static Tensor ClampMinimum(Tensor a, double least) => Operator.Named("aten::clamp_min", 2).Call(a, least);

    /// <summary>No more than a number.</summary>
    public static Tensor ClampMaximum(Tensor a, double most) => Operator.Named("aten::clamp_max", 2).Call(a, most);

    /// <summary>a where the mask is true, else b.</summary>
    public static Tensor Where(Tensor mask, Tensor a, Tensor b) => Operator.Named("aten::where.self", 3).Call(mask, a, b);

    /// <summary>a, with a number where the mask is true.</summary>
    public static Tensor MaskedFill(Tensor a, Tensor mask, double value) => Operator.Named("aten::masked_fill.Scalar", 3).Call(a, mask, value);

    /// <summary>Whether equal to a number.</summary>
    public static Tensor Equal(Tensor a, double b) => Operator.Named("aten::eq.Scalar", 2).Call(a, b);

    /// <summary>Whether equal.</summary>
    public static Tensor Equal(Tensor a, Tensor b) => Operator.Named("aten::eq.Tensor", 2).Call(a, b);

    /// <summary>Whether other than a number.</summary>
    public static Tensor NotEqual(Tensor a, double b) => Operator.Named("aten::ne.Scalar", 2).Call(a, b);

    /// <summary>Whether greater.</summary>
    public static Tensor Greater(Tensor a, Tensor b) => Operator.Named("aten::gt.Tensor", 2).Call(a, b);

    /// <summary>Whether greater than a number.</summary>
    public static Tensor Greater(Tensor a, double b) => Operator.Named("aten::gt.Scalar", 2).Call(a, b);

    /// <summary>Whether less than a number.</summary>
    public static Tensor Less(Tensor a, double b) => Operator.Named("aten::lt.Scalar", 2).Call(a, b);

    /// <summary>Whether both are true.</summary>
    public static Tensor And(Tensor a, Tensor b) => Operator.Named("aten::logical_and", 2).Call(a, b);

    /// <summary>Whether it is false.</summary>
    public static Tensor Not(Tensor a) => Operator.Named("aten::logical_not", 1).Call(a);

    /// <summary>Whether neither infinite nor no number.</summary>
    public static Tensor IsFinite(Tensor a) => Operator.Named("aten::isfinite", 1).Call(a);
}
