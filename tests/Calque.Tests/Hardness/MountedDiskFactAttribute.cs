using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>A test on a disk of its own: skipped, with the reason, where none can be mounted.</summary>
internal sealed class MountedDiskFactAttribute : FactAttribute
{
    public MountedDiskFactAttribute() => Skip = MountedDisk.Reason;
}
