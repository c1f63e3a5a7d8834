using System;
using System.Reflection;
using Calque.Neural.Tensors;
using Xunit.Sdk;

namespace Calque.Neural.Tests;

/// <summary>Fails any test that leaves more tensors than it found: put on a class or a method. Its tests run one at a time.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LeakCheckedAttribute : BeforeAfterTestAttribute
{
    private long _before;

    public override void Before(MethodInfo methodUnderTest) => _before = TensorEngine.IsAvailable ? TensorEngine.LiveTensors : 0;

    public override void After(MethodInfo methodUnderTest)
    {
        long left = (TensorEngine.IsAvailable ? TensorEngine.LiveTensors : 0) - _before;
        if (left != 0)
            throw new InvalidOperationException($"{left} tensors outlive the test {methodUnderTest.Name}");
    }
}
