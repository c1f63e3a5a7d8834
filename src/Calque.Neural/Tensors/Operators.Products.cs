namespace Calque.Neural.Tensors;

// Products of matrices, and what is built of them.
public static partial class Operators
{
    /// <summary>The matrix product over the last two axes, the others broadcast.</summary>
    public static Tensor MatrixProduct(Tensor a, Tensor b) => Operator.Named("aten::matmul", 2).Call(a, b);

    /// <summary>x Wᵀ + b: x [… × in], W [out × in], b [out] or null.</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) => Operator.Named("aten::linear", 3).Call(x, weight, bias);

    /// <summary>b + x W: x [n × in], W [in × out], b [out].</summary>
    public static Tensor AddedProduct(Tensor bias, Tensor x, Tensor weight) => Operator.Named("aten::addmm", 3).Call(bias, x, weight);

    /// <summary>β c + α a b for batches of matrices [batch × n × k], [batch × k × m].</summary>
    public static Tensor AddedBatchProduct(Tensor c, Tensor a, Tensor b, double beta, double alpha) =>
        Operator.Named("aten::baddbmm", 5).Call(c, a, b, beta, alpha);

    /// <summary>a b for batches of matrices.</summary>
    public static Tensor BatchProduct(Tensor a, Tensor b) => Operator.Named("aten::bmm", 2).Call(a, b);
}
