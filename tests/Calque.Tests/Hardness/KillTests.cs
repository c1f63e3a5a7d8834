using System;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>A run that is killed leaves the old output or the new one, never half of one. <c>make kill</c> is the long run.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData("transfer", 14)]
    [InlineData("plan-only", 4)]
    [InlineData("encode", 4)]
    [InlineData("vectors", 4)]
    public void Command_KilledAtDrawnMoments_LeavesAWholeOutput(string name, int moments)
    {
        // SIGKILL and the exchange of directories are the system's.
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryDirectory directory = new();
        KillRun run = new(KillCase.Write(name, directory.Path), seed: 20261121);

        run.Run(moments);

        Assert.True(run.Faults.Count == 0, string.Join("\n", run.Faults));
        Assert.True(run.Killed > 0, "every run ended before it was killed");
    }
}
