using System;
using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

[LeakChecked]
public sealed class TensorScopeTests
{
    [TensorFact]
    public void Dispose_FreesWhatWasMadeInside_AndKeepsWhatWasHandedOn()
    {
        long before = TensorEngine.LiveTensors;
        using (TensorScope.Open())
        {
            Tensor kept;
            Tensor lost;
            using (TensorScope inner = TensorScope.Open())
            {
                lost = Tensor.From<float>([1, 2, 3], 3);
                kept = inner.Keep(lost * 2);
                for (int i = 0; i < 600; i++)
                    _ = lost + i;
                Assert.Equal(before + 602, TensorEngine.LiveTensors);
            }

            Assert.Equal(before + 1, TensorEngine.LiveTensors);
            Assert.Equal([2f, 4f, 6f], kept.ToArray<float>());
            ObjectDisposedException error = Assert.Throws<ObjectDisposedException>(() => lost + 1);
            Assert.Contains("used after its scope had closed", error.Message, StringComparison.Ordinal);
#if DEBUG
            Assert.Contains("from memory", error.Message, StringComparison.Ordinal);
#endif
        }

        Assert.Equal(before, TensorEngine.LiveTensors);
    }

    [TensorFact]
    public void Own_OutlivesEveryScope_UntilItIsDisposedOf()
    {
        Tensor owned;
        using (TensorScope.Open())
            owned = Tensor.From<float>([5], 1).Own();
        using (TensorScope.Open())
            Assert.Equal(5, owned.Item());
        owned.Dispose();
        owned.Dispose();
        Assert.Throws<ObjectDisposedException>(() => owned.Item());
    }

    [TensorFact]
    public void Operators_WithoutAScope_AreRefused()
    {
        Assert.False(TensorScope.IsOpen);
        Assert.Throws<InvalidOperationException>(() => Tensor.Scalar(1));
    }

    [TensorFact]
    public void Keep_WithoutAScopeAround_IsRefused()
    {
        using TensorScope scope = TensorScope.Open();
        Assert.Throws<InvalidOperationException>(() => scope.Keep(Tensor.Scalar(1)));
    }

    [TensorFact]
    public void Dispose_OutOfTurn_IsRefused()
    {
        TensorScope outer = TensorScope.Open();
        using (TensorScope.Open())
            Assert.Throws<InvalidOperationException>(outer.Dispose);
        outer.Dispose();
    }

    [TensorFact]
    public void LeakChecked_ATestThatLeaks_IsFound()
    {
        LeakCheckedAttribute check = new();
        System.Reflection.MethodInfo method = GetType().GetMethod(nameof(LeakChecked_ATestThatLeaks_IsFound))!;
        check.Before(method);
        Tensor leaked;
        using (TensorScope.Open())
            leaked = Tensor.Scalar(1).Own();
        Assert.Throws<InvalidOperationException>(() => check.After(method));
        leaked.Dispose();
        check.After(method);
    }
}
