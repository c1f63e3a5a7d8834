using System.IO;
using System.Linq;
using Calque.IO;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.IO;

public sealed class OutputDirectoryTests
{
    [Fact]
    public void Commit_NewGoal_PutsItInPlaceAndLeavesNothingElse()
    {
        using TemporaryDirectory directory = new();
        using (OutputDirectory output = OutputDirectory.Create(directory["a/b/goal"], overwrite: false))
        {
            Directory.CreateDirectory(Path.Combine(output.WorkingPath, "sub"));
            File.WriteAllText(Path.Combine(output.WorkingPath, "sub", "f"), "new");
            Assert.False(Directory.Exists(directory["a/b/goal"]));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(directory["a/b/goal/sub/f"]));
        Assert.Equal(["goal"], Directory.EnumerateFileSystemEntries(directory["a/b"]).Select(path => Path.GetFileName(path)));
        Assert.Equal(["sub"], Directory.EnumerateFileSystemEntries(directory["a/b/goal"]).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNoTrace()
    {
        using TemporaryDirectory directory = new();
        using (OutputDirectory output = OutputDirectory.Create(directory["a/b/goal"], overwrite: false))
            File.WriteAllText(Path.Combine(output.WorkingPath, "f"), "new");
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Commit_OverAnOldDirectory_ReplacesItWhole()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal"]);
        File.WriteAllText(directory["goal/old"], "old");
        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(directory["goal"], overwrite: false));
        Assert.Equal("--output", error.Place);
        using (OutputDirectory output = OutputDirectory.Create(directory["goal"], overwrite: true))
        {
            File.WriteAllText(Path.Combine(output.WorkingPath, "f"), "new");
            Assert.Equal("old", File.ReadAllText(directory["goal/old"]));
            output.Commit();
        }
        Assert.Equal(["f"], Directory.EnumerateFileSystemEntries(directory["goal"]).Select(path => Path.GetFileName(path)));
        Assert.Equal(["goal"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Dispose_WithoutCommitOverAnOldDirectory_KeepsIt()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal"]);
        File.WriteAllText(directory["goal/old"], "old");
        using (OutputDirectory output = OutputDirectory.Create(directory["goal"], overwrite: true))
            File.WriteAllText(Path.Combine(output.WorkingPath, "f"), "new");
        Assert.Equal("old", File.ReadAllText(directory["goal/old"]));
        Assert.False(Directory.Exists(directory["goal.partial"]));
    }

    [Fact]
    public void Create_EmptyGoal_IsTaken()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal"]);
        using OutputDirectory output = OutputDirectory.Create(directory["goal"] + "/", overwrite: false);
        File.WriteAllText(Path.Combine(output.WorkingPath, "f"), "new");
        output.Commit();
        Assert.True(File.Exists(directory["goal/f"]));
    }

    [Fact]
    public void Create_GoalBehindALink_ReplacesWhatTheLinkNames()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["real"]);
        Directory.CreateSymbolicLink(directory["link"], directory["real"]);
        using (OutputDirectory output = OutputDirectory.Create(directory["link"], overwrite: false))
        {
            File.WriteAllText(Path.Combine(output.WorkingPath, "f"), "new");
            output.Commit();
        }
        Assert.True(File.Exists(directory["real/f"]));
        Assert.NotNull(new DirectoryInfo(directory["link"]).LinkTarget);
    }

    [Fact]
    public void Create_LeftoverOfAKilledRun_IsRemoved()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal.partial"]);
        File.WriteAllText(directory["goal.partial/.calque-partial"], "");
        File.WriteAllText(directory["goal.partial/half"], "half");
        using OutputDirectory output = OutputDirectory.Create(directory["goal"], overwrite: false);
        output.Commit();
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory["goal"]));
    }

    /// <summary>Where the system has no exchange, a run can be killed after the old output was moved aside and before the new one stands.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_OldOutputLeftAside_ComesBack(bool overwrite)
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal.partial/replaced"]);
        Directory.CreateDirectory(directory["goal.partial/output"]);
        File.WriteAllText(directory["goal.partial/.calque-partial"], "");
        File.WriteAllText(directory["goal.partial/replaced/f"], "old");
        File.WriteAllText(directory["goal.partial/output/f"], "new");

        if (overwrite)
            OutputDirectory.Create(directory["goal"], overwrite).Dispose();
        else
            Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(directory["goal"], overwrite));

        Assert.Equal("old", File.ReadAllText(directory["goal/f"]));
        Assert.False(Directory.Exists(directory["goal.partial"]));
    }

    [Fact]
    public void Create_LeftoverHoldsALink_KeepsWhatItNames()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal.partial"]);
        Directory.CreateDirectory(directory["theirs"]);
        File.WriteAllText(directory["theirs/f"], "theirs");
        File.WriteAllText(directory["goal.partial/.calque-partial"], "");
        Directory.CreateSymbolicLink(directory["goal.partial/link"], directory["theirs"]);

        OutputDirectory.Create(directory["goal"], overwrite: false).Dispose();

        Assert.Equal("theirs", File.ReadAllText(directory["theirs/f"]));
        Assert.False(Directory.Exists(directory["goal.partial"]));
    }

    [Fact]
    public void Create_WhereNothingCanBeWritten_IsRefusedByTheOption()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["file"], "");
        foreach (string goal in (string[])[directory["file/goal"], directory[new string('x', 252)], "/proc/calque/goal"])
        {
            InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(goal, overwrite: true));
            Assert.Equal("--output", error.Place);
            Assert.Contains(goal, error.Found, System.StringComparison.Ordinal);
        }
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Create_GoalIsAMountPoint_IsRefused()
    {
        // Mounted on every Linux; elsewhere there is nothing to ask.
        if (!System.OperatingSystem.IsLinux())
            return;
        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create("/proc", overwrite: true));
        Assert.Contains("mounted", error.Found, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Create_PartialOfSomebodyElse_IsRefused()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["goal.partial"]);
        File.WriteAllText(directory["goal.partial/mine"], "mine");
        Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(directory["goal"], overwrite: true));
        Assert.True(File.Exists(directory["goal.partial/mine"]));
    }

    [Fact]
    public void Create_WhileAnotherRunBuildsIt_IsRefused()
    {
        using TemporaryDirectory directory = new();
        using OutputDirectory first = OutputDirectory.Create(directory["goal"], overwrite: false);
        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(directory["goal"], overwrite: false));
        Assert.Contains("another run", error.Found, System.StringComparison.Ordinal);
        Assert.True(Directory.Exists(first.WorkingPath));
    }

    [Fact]
    public void Create_GoalIsAFileOrTheRoot_IsRefused()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["goal"], "");
        Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create(directory["goal"], overwrite: true));
        Assert.Throws<InvalidOptionException>(() => OutputDirectory.Create("/", overwrite: true));
    }

    [Fact]
    public void Commit_GoalFilledMeanwhile_IsRefusedAndKept()
    {
        using TemporaryDirectory directory = new();
        using (OutputDirectory output = OutputDirectory.Create(directory["goal"], overwrite: false))
        {
            Directory.CreateDirectory(directory["goal"]);
            File.WriteAllText(directory["goal/theirs"], "");
            Assert.Throws<InvalidOptionException>(output.Commit);
        }
        Assert.True(File.Exists(directory["goal/theirs"]));
        Assert.False(Directory.Exists(directory["goal.partial"]));
    }
}
