using System.IO;
using System.Linq;
using Calque.IO;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.IO;

public sealed class OutputFileTests
{
    [Fact]
    public void Commit_NewAndOldGoal_PutsTheFileInPlace()
    {
        using TemporaryDirectory directory = new();
        foreach (byte content in new byte[] { 1, 2 })
        {
            using OutputFile output = OutputFile.Create(directory["goal"], overwrite: content == 2);
            output.Stream.WriteByte(content);
            output.Commit();
            Assert.Equal([content], File.ReadAllBytes(directory["goal"]));
        }
        Assert.Equal(["goal"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Dispose_WithoutCommit_KeepsTheOldFile()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["goal"], [1]);
        using (OutputFile output = OutputFile.Create(directory["goal"], overwrite: true))
            output.Stream.WriteByte(2);
        Assert.Equal([1], File.ReadAllBytes(directory["goal"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Create_GoalTakenOrImpossible_IsRefused()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["goal"], [1]);
        Assert.Throws<InvalidOptionException>(() => OutputFile.Create(directory["goal"], overwrite: false));
        Assert.Throws<InvalidOptionException>(() => OutputFile.Create(directory.Path, overwrite: true));
        Assert.Throws<InvalidOptionException>(() => OutputFile.Create(directory["no/goal"], overwrite: true));
        using OutputFile first = OutputFile.Create(directory["other"], overwrite: false);
        Assert.Throws<InvalidOptionException>(() => OutputFile.Create(directory["other"], overwrite: false));
    }

    [Fact]
    public void Commit_GoalCameMeanwhile_IsRefusedAndKept()
    {
        using TemporaryDirectory directory = new();
        using (OutputFile output = OutputFile.Create(directory["goal"], overwrite: false))
        {
            File.WriteAllBytes(directory["goal"], [7]);
            Assert.Throws<InvalidOptionException>(output.Commit);
        }
        Assert.Equal([7], File.ReadAllBytes(directory["goal"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Create_DevNull_IsWrittenStraight()
    {
        using OutputFile output = OutputFile.Create("/dev/null", overwrite: false);
        output.Stream.WriteByte(1);
        output.Commit();
        Assert.False(File.Exists("/dev/null.partial"));
    }
}
