namespace Calque.Neural.Tensors;

// Arithmetic as it is written; the operators' rules of shape are those of Operators.
public sealed unsafe partial class Tensor
{
    /// <summary>a + b.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Operators.Add(a, b);

    /// <summary>a + b.</summary>
    public static Tensor operator +(Tensor a, double b) => Operators.Add(a, b);

    /// <summary>a - b.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Operators.Subtract(a, b);

    /// <summary>a · b.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Operators.Multiply(a, b);

    /// <summary>a · b.</summary>
    public static Tensor operator *(Tensor a, double b) => Operators.Multiply(a, b);

    /// <summary>a / b.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Operators.Divide(a, b);

    /// <summary>a / b.</summary>
    public static Tensor operator /(Tensor a, double b) => Operators.Divide(a, b);

    /// <summary>-a.</summary>
    public static Tensor operator -(Tensor a) => Operators.Negate(a);
}
