using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Samples;
using Calque.Tests.Transfer;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Samples;

public sealed class TransferSamplesTests
{
    [Fact]
    public async Task TransferAModel_OnATinyModel_CountsTheRowsOfEachRule()
    {
        using TransferFixture fixture = new();
        using StringWriter report = new();

        await TransferAsync(fixture, report);

        Assert.True(File.Exists(Path.Combine(fixture.Output, "config.json")));
        Assert.Contains("special: 5 rows", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("static-vectors: 4 rows", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("random: 1 rows", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAtAPlan_OfThatTransfer_NamesTheNearestSource()
    {
        using TransferFixture fixture = new();
        using StringWriter output = new();
        await TransferAsync(fixture, TextWriter.Null);

        LookAtAPlan.Run(fixture.Output, fixture["model"], "dog", output);
        LookAtAPlan.Run(fixture.Output, fixture["model"], "no such token", output);

        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.Equal("dog (id 6): rule static-vectors", lines[0]);
        Assert.EndsWith(" dog (cosine 1.000)", lines[1], StringComparison.Ordinal);
        Assert.Contains("no such token is no token", output.ToString(), StringComparison.Ordinal);
    }

    private static Task TransferAsync(TransferFixture fixture, TextWriter report)
    {
        TransferOptions inputs = fixture.Prepare();
        return TransferAModel.RunAsync(
            inputs.SourceModel!, inputs.TargetTokenizer, inputs.SourceEmbeddings!, inputs.TargetEmbeddings!, inputs.Dictionary!,
            fixture.Output, report, CancellationToken.None);
    }
}
