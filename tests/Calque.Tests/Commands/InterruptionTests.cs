using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary>A run that is stopped leaves the disk as it was.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task Transfer_CancelledBeforeItBegins_EndsWith130AndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments, new CancellationToken(canceled: true));

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Fact]
    public async Task Transfer_CancelledBeforeItBeginsWithJson_PrintsOneObject()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--json"], new CancellationToken(canceled: true));

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("\"exit_code\":130", run.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Stopped at each report of progress in turn, which stand at every stage of a transfer, until one run is done before it is stopped.</summary>
    [Fact]
    public async Task RunAsync_CancelledAtAnyStage_LeavesNothing()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2", Tied = false, Shards = 2 }, "Unigram");
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);
        HashSet<string> stages = [];
        int stopped = 0;
        for (int report = 0; report < 500; report++)
        {
            using CancellationTokenSource source = new();
            StopAt progress = new(report, source, stages);
            try
            {
                await TransferModel.RunAsync(options, progress, source.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                stopped++;
                Assert.Equal(before, TransferCase.Snapshot(directory.Path));
            }
        }

        Assert.True(stopped >= 4, $"only {stopped} reports of progress; stages: {string.Join(", ", stages)}");
        Assert.True(File.Exists(Path.Combine(options.Output!, "config.json")));
    }

    /// <summary>Ctrl-C while a stage shows on the terminal, at each such moment in turn.</summary>
    [Fact]
    public async Task Transfer_InterruptedAtAnyStage_EndsWith130AndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);
        int interrupted = 0;
        for (int moment = 0; moment < 100; moment++)
        {
            using CancellationTokenSource source = new();
            using InterruptingWriter error = new(moment, source);

            CommandRun run = await CommandRun.RunAsync(arguments, error, errorIsTerminal: true, source.Token);

            if (run.ExitCode == 0)
                break;
            interrupted++;
            Assert.Equal(130, run.ExitCode);
            Assert.Equal("", run.Output);
            Assert.EndsWith("calque: interrupted: nothing was written" + Environment.NewLine, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, TransferCase.Snapshot(directory.Path));
        }

        Assert.True(interrupted >= 3, $"only {interrupted} stages showed");
        Assert.True(File.Exists(Path.Combine(directory["output"], "config.json")));
    }

    /// <summary>Cancels when progress is drawn for the n-th time.</summary>
    private sealed class InterruptingWriter(int moment, CancellationTokenSource source) : StringWriter
    {
        private int _drawn;

        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.StartsWith('\r') == true && !value.StartsWith("\r\u001b", StringComparison.Ordinal) && _drawn++ == moment)
                source.Cancel();
        }
    }

    private sealed class StopAt(int report, CancellationTokenSource source, HashSet<string> stages) : IProgress<OperationProgress>
    {
        private int _seen;

        public void Report(OperationProgress value)
        {
            lock (stages)
                stages.Add(value.Stage);
            if (Interlocked.Increment(ref _seen) == report + 1)
                source.Cancel();
        }
    }
}
