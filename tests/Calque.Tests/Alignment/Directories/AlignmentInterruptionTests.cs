using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment.Directories;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Alignment.Directories;

/// <summary>A run that is stopped at any stage leaves the disk as it was.</summary>
public sealed class AlignmentInterruptionTests
{
    [Theory]
    [InlineData("procrustes")]
    [InlineData("auto")]
    public async Task AlignVectors_CancelledAtAnyStage_LeavesNothing(string method)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Method = method };

        int stopped = await StopAtEachReport(directory.Path, method == "auto" ? 12 : 100, (progress, token) => AlignVectors.RunAsync(options, progress, token));

        Assert.True(stopped >= 3, $"{stopped}");
    }

    [Fact]
    public async Task ApplyAlignment_CancelledAtAnyStage_LeavesNothing()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        TinyVectors.Write(directory["many.vec"], TinyVectors.Hashed(AlignmentCase.Dimension, [.. Enumerable.Range(0, 5000).Select(i => $"w{i}")]));

        int stopped = await StopAtEachReport(directory.Path, 100, (progress, token) => ApplyAlignment.RunAsync(
            new ApplyAlignmentOptions { Alignment = options.Output, Embeddings = directory["many.vec"], Output = directory["mapped.vec"], Threads = 1 }, progress, token));

        Assert.True(stopped >= 3, $"{stopped}");
        Assert.True(File.Exists(directory["mapped.vec"]));
    }

    private static async Task<int> StopAtEachReport(string root, int most, Func<IProgress<OperationProgress>, CancellationToken, Task> run)
    {
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(root);
        int stopped = 0;
        for (int report = 0; report < most; report++)
        {
            using CancellationTokenSource source = new();
            try
            {
                await run(new StopAt(report, source), source.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                stopped++;
                Assert.Equal(before, TransferCase.Snapshot(root));
            }
        }

        return stopped;
    }

    private sealed class StopAt(int report, CancellationTokenSource source) : IProgress<OperationProgress>
    {
        private int _reports;

        public void Report(OperationProgress value)
        {
            if (Interlocked.Increment(ref _reports) > report)
                source.Cancel();
        }
    }
}
