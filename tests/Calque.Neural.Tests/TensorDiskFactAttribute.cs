using Calque.Neural.Tensors;
using Calque.Tests.Hardness;
using Xunit;

namespace Calque.Neural.Tests;

/// <summary>A test on the neural engine with a disk of its own: skipped, with the reason, where one of the two is not to be had.</summary>
internal sealed class TensorDiskFactAttribute : FactAttribute
{
    public TensorDiskFactAttribute() => Skip = TensorEngine.IsAvailable ? MountedDisk.Reason : TensorFactAttribute.Missing;
}
