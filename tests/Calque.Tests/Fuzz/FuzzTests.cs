using System.IO;
using System.Linq;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Fuzz;

/// <summary>The short run of every format; <c>make fuzz</c> is the long one.</summary>
public sealed class FuzzTests
{
    private const ulong Seed = 20261121;
    private const int Mutations = 2000;

    /// <summary>Files up to this size are cut at every length, larger ones at as many lengths.</summary>
    private const int Cuts = 1200;

    public static TheoryData<string> Formats() => [.. FuzzCatalogue.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_MutatedFiles_WorkOrAreRefusedInFourParts(string format)
    {
        using FuzzRunner runner = new(FuzzCatalogue.Find(format), Seed, Kept(), wholeProcess: false);

        FuzzReport report = runner.Run(0, Mutations);

        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures.Take(5)));
        // Mutations that are all refused at the door, or not at all, would show nothing.
        Assert.True(report.Accepted > Mutations / 100, $"{report.Accepted} accepted of {Mutations}");
        Assert.True(report.Refused > Mutations / 100, $"{report.Refused} refused of {Mutations}");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_FilesCutAtEveryLength_WorkOrAreRefusedInFourParts(string format)
    {
        using FuzzRunner runner = new(FuzzCatalogue.Find(format), Seed, Kept(), wholeProcess: false);

        FuzzReport report = runner.RunCuts(inputs: 1, Cuts);

        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures.Take(5)));
        Assert.True(report.Refused > 0, "no cut was refused");
    }

    private static string Kept() => Path.Combine(Fixtures.RepositoryRoot, "artifacts", "fuzz");
}
