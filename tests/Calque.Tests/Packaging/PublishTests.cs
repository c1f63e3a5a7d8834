using System.IO;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Packaging;

/// <summary>The published command, run as a user would.</summary>
[Collection(nameof(Packaging))]
public sealed class PublishTests
{
    [Fact]
    public async Task Publish_IntoAnyFolder_GivesARunningCommand()
    {
        using TemporaryDirectory folder = new();
        string goal = folder["some where"];

        ProgramResult publish = await DotNet.RunAsync(
            "publish", "src/Calque.Cli", "--no-build", "-c", DotNet.Configuration, "-o", goal, "-nologo", "-v", "quiet");
        Assert.True(publish.ExitCode == 0, publish.Output + publish.Error);
        ProgramResult version = await DotNet.RunProgramAsync(Path.Combine(goal, "calque"), ["--version"]);
        ProgramResult mistyped = await DotNet.RunProgramAsync(Path.Combine(goal, "calque"), ["no-such-verb"]);

        Assert.Equal(0, version.ExitCode);
        Assert.StartsWith("0.1.0", version.Output, System.StringComparison.Ordinal);
        Assert.Equal(2, mistyped.ExitCode);
        Assert.Equal("", mistyped.Output);
        Assert.False(File.Exists(Path.Combine(goal, "Calque.Cli")));
    }
}
