using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

[LeakChecked]
public sealed class GradientsTests
{
    [TensorFact]
    public void Backward_OfAProduct_AddsUpAtTheLeaves()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.From<float>([1, 2, 3], 3), b = Tensor.From<float>([4, 5, 6], 3);
        a.RequiresGradient = true;
        Gradients.Backward(Operators.Sum(a * b));
        Gradients.Backward(Operators.Sum(a * a));
        Assert.Equal([6f, 9, 12], a.Gradient!.ToArray<float>());
        Assert.Null(b.Gradient);
        a.Gradient = null;
        Assert.Null(a.Gradient);
    }

    [TensorFact]
    public void Without_MakesNoGraph_AndEndsWithItsScope()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.Scalar(2);
        a.RequiresGradient = true;
        using (Gradients.Without())
            Assert.False((a * 3).RequiresGradient);
        Assert.True((a * 3).RequiresGradient);
    }

    [TensorFact]
    public void Of_CreatingAGraph_GivesGradientsOfGradients()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Tensor.Scalar(3);
        x.RequiresGradient = true;
        Tensor first = Gradients.Of(Operators.Power(x, 3), [x], createGraph: true)[0];
        Assert.Equal(27, first.Item());
        Assert.Equal(18, Gradients.Of(first, [x])[0].Item());
    }

    [TensorFact]
    public void Autocast_RunsProductsInBFloat16_AndForgetsCastWeights()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor x = Tensor.From<float>([1, 1], 1, 2), w = Tensor.From<float>([1, 1.00390625f], 1, 2);
        w.RequiresGradient = true;
        using (Autocast.Open(Device.Cpu, DataType.BFloat16))
            Assert.Equal(DataType.BFloat16, Operators.Linear(x, w, null).DataType);
        using (Gradients.Without())
            Operators.AddInPlace(w, Operators.Ones([1, 2], DataType.Float32));
        using (Autocast.Open(Device.Cpu, DataType.BFloat16))
            Assert.Equal(4, Operators.Linear(x, w, null).Item());
        Assert.Equal(DataType.Float32, Operators.Linear(x, w, null).DataType);
        using (Autocast.Open(Device.Cpu, DataType.Float32))
            Assert.Equal(DataType.Float32, Operators.Linear(x, w, null).DataType);
    }
}
