using System.IO;
using Calque.IO;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.IO;

public sealed class OutputPlacementTests
{
    [Theory]
    [InlineData("model")]
    [InlineData("model/")]
    [InlineData("model/sub/out")]
    [InlineData("link/out")]
    [InlineData("x/../model/out")]
    [InlineData(".")]
    [InlineData("vectors.vec")]
    public void Check_GoalTouchesAnInput_IsRefused(string goal)
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["model"]);
        Directory.CreateSymbolicLink(directory["link"], directory["model"]);
        File.WriteAllText(directory["vectors.vec"], "");
        Assert.Throws<InvalidOptionException>(() => OutputPlacement.Check(directory[goal], [directory["model"], directory["vectors.vec"]]));
    }

    [Theory]
    [InlineData("model2")]
    [InlineData("mode")]
    [InlineData("out/new")]
    [InlineData("vectors.vec2")]
    public void Check_GoalElsewhere_IsAccepted(string goal)
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["model"]);
        File.WriteAllText(directory["vectors.vec"], "");
        OutputPlacement.Check(directory[goal], [directory["model"], directory["vectors.vec"]]);
    }

    [Fact]
    public void RealPath_RingOfLinks_ComesToAnEnd()
    {
        using TemporaryDirectory directory = new();
        File.CreateSymbolicLink(directory["a"], directory["b"]);
        File.CreateSymbolicLink(directory["b"], directory["a"]);
        Assert.EndsWith("a", OutputPlacement.RealPath(directory["a"]), System.StringComparison.Ordinal);
    }
}
