using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests;

/// <summary>A test on the neural engine: skipped, with the reason, where libtorch is not there.</summary>
internal sealed class TensorFactAttribute : FactAttribute
{
    internal const string Missing = "needs libtorch (Debian, Ubuntu: libtorch-dev libgloo-dev libopenblas0-pthread g++ cmake, then build again)";

    public TensorFactAttribute()
    {
        if (!TensorEngine.IsAvailable)
            Skip = Missing;
    }
}
