using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Calque.Cli;
using Calque.Tests.Fuzz;

namespace Calque.Tests.Hardness;

/// <summary>
/// Kills the command (SIGKILL) at drawn moments while it replaces an output, and looks at what is left: the whole old output or the whole new
/// one, and nothing that keeps the next run from its work.
/// </summary>
internal sealed class KillRun(KillCase kill, ulong seed)
{
    private string _first = "";
    private string _second = "";
    private TimeSpan _duration;
    private bool _secondStands;

    /// <summary>Runs that were killed before they ended.</summary>
    public int Killed { get; private set; }

    /// <summary>Runs that were killed while their output was being built or exchanged.</summary>
    public int KilledWriting { get; private set; }

    /// <summary>Runs after which the new output stood.</summary>
    public int Exchanged { get; private set; }

    /// <summary>What was not as it must be.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Kills <paramref name="count"/> runs.</summary>
    public void Run(int count)
    {
        _second = Complete(second: true);
        Stopwatch clock = Stopwatch.StartNew();
        _first = Complete(second: false);
        _duration = clock.Elapsed;
        _secondStands = false;
        if (_first == _second)
            Faults.Add("the two variants write the same output");
        for (int number = 0; number < count && Faults.Count < 5; number++)
            Kill(number);
        // Whatever the last one left behind.
        string after = Complete(!_secondStands);
        if (after != (_secondStands ? _first : _second))
            Faults.Add("the run after the last kill wrote something else");
        if (Path.Exists(kill.Output + ".partial"))
            Faults.Add($"{kill.Output}.partial was left behind");
    }

    private void Kill(int number)
    {
        FuzzDraw draw = new("kill " + kill.Name, seed, number);
        using Process process = Start(!_secondStands);
        // Every other moment lies where it is most delicate: around the exchange.
        bool late = number % 2 == 1;
        if (late)
            WaitForSign(process);
        double share = draw.Next(1 << 20) / (double)(1 << 20);
        TimeSpan wait = late ? TimeSpan.FromMilliseconds(share * 80) : _duration * 1.05 * share;
        Thread.Sleep(wait);
        bool writing = Path.Exists(kill.Output + ".partial");
        process.Kill();
        process.WaitForExit();
        string error = process.StandardError.ReadToEnd();
        bool killed = process.ExitCode == 137;
        Killed += killed ? 1 : 0;
        KilledWriting += killed && writing ? 1 : 0;
        if (!killed && process.ExitCode != 0)
            Faults.Add($"moment {number}: exit code {process.ExitCode}: {error}");
        string state = State();
        string old = _secondStands ? _second : _first;
        string next = _secondStands ? _first : _second;
        if (state == next)
        {
            Exchanged++;
            _secondStands = !_secondStands;
        }
        else if (state != old || !killed)
        {
            Faults.Add($"moment {number}, {wait.TotalMilliseconds:F1} ms{(late ? " after the output was nearly whole" : "")}: neither the old output nor the new one, but\n{state}");
        }
    }

    /// <summary>Waits until the output is nearly whole: the last file of a directory has come, or a file has its size.</summary>
    private void WaitForSign(Process process)
    {
        DateTime began = process.StartTime.ToUniversalTime();
        string partial = kill.Output + ".partial";
        string last = Path.Combine(partial, "output", "calque.manifest.json");
        long whole = File.Exists(kill.Output) ? new FileInfo(kill.Output).Length * 9 / 10 : 0;
        while (!process.HasExited && !(IsNew(last) || IsNew(partial) && new FileInfo(partial).Length > whole))
            Thread.Sleep(1);

        // A leftover of the run before has an earlier time.
        bool IsNew(string path) => File.Exists(path) && File.GetLastWriteTimeUtc(path) > began;
    }

    private string Complete(bool second)
    {
        using Process process = Start(second);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            Faults.Add($"exit code {process.ExitCode} of a run that nobody killed: {error}");
        return State();
    }

    private Process Start(bool second) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(CalqueCommand).Assembly.Location, .. kill.Arguments(second)]) { RedirectStandardError = true })!;

    /// <summary>Every file of the output with its hash.</summary>
    private string State()
    {
        if (File.Exists(kill.Output))
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(kill.Output)));
        if (!Directory.Exists(kill.Output))
            return "nothing";
        StringBuilder state = new();
        foreach (string path in Directory.EnumerateFiles(kill.Output, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            state.Append(Path.GetRelativePath(kill.Output, path)).Append(' ').Append(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))).Append('\n');
        return state.ToString();
    }
}
