using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests;

/// <summary>A theory on the neural engine: skipped, with the reason, where libtorch is not there.</summary>
internal sealed class TensorTheoryAttribute : TheoryAttribute
{
    public TensorTheoryAttribute()
    {
        if (!TensorEngine.IsAvailable)
            Skip = TensorFactAttribute.Missing;
    }
}
