using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Calque.Cli;

/// <summary>
/// Listens to the progress of a verb and knows afterwards what each stage took: time on the clock, time of the processors
/// (of all threads) and the highest resident memory of the process so far. Stages that overlap count for the one that was reported first.
/// </summary>
internal sealed class StageTimings : IProgress<OperationProgress>
{
    private const double Mebibyte = 1 << 20;

    private readonly IProgress<OperationProgress> inner;
    private readonly Lock gate = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<Stage> stages = [];

    public StageTimings(IProgress<OperationProgress> inner)
    {
        this.inner = inner;
        // What the process took before a verb began: the runtime's start and the command line.
        stages.Add(new Stage("start") { Cpu = TimeSpan.Zero, Wall = DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime() });
        Close();
        stages.Add(new Stage("options") { Cpu = Cpu(), Wall = TimeSpan.Zero });
    }

    public void Report(OperationProgress value)
    {
        lock (gate)
        {
            if (stages[^1].Name != value.Stage)
            {
                Close();
                stages.Add(new Stage(value.Stage) { Cpu = Cpu(), Wall = watch.Elapsed });
            }
        }

        inner.Report(value);
    }

    /// <summary>Ends the last stage and prints all of them.</summary>
    public void Print(TextWriter writer)
    {
        lock (gate)
            Close();
        int width = Math.Max("stage".Length, stages.Max(stage => stage.Name.Length));
        writer.WriteLine($"{"stage".PadRight(width)}  wall ms   cpu ms  peak MiB");
        foreach (Stage stage in stages)
            writer.WriteLine(Line(stage.Name, stage.Wall, stage.Cpu, stage.PeakBytes));
        writer.WriteLine(Line("all", stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Wall), Cpu(), stages[^1].PeakBytes));

        string Line(string name, TimeSpan wall, TimeSpan cpu, long peak) => string.Create(
            CultureInfo.InvariantCulture,
            $"{name.PadRight(width)}  {wall.TotalMilliseconds,7:F0}  {cpu.TotalMilliseconds,7:F0}  {peak / Mebibyte,8:F0}");
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    // A stage holds where the counters stood at its start until it is closed, and then what it took.
    private void Close()
    {
        Stage stage = stages[^1];
        if (stage.PeakBytes != 0)
            return;
        using Process process = Process.GetCurrentProcess();
        stage.PeakBytes = process.PeakWorkingSet64;
        stage.Cpu = Cpu() - stage.Cpu;
        if (stages.Count > 1)
            stage.Wall = watch.Elapsed - stage.Wall;
    }

    private sealed class Stage(string name)
    {
        public string Name { get; } = name;

        public TimeSpan Wall { get; set; }

        public TimeSpan Cpu { get; set; }

        public long PeakBytes { get; set; }
    }
}
