using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.Tests.Hardness;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz;

/// <summary>
/// The long runs. <c>Calque.Tests fuzz [--format NAME] [--count N] [--seed N] [--first N]</c>: one process a format, so that a crash or an endless
/// loop of one is told with its case and the others go on. <c>Calque.Tests kill [--count N] [--seed N]</c>: the command is killed at drawn moments.
/// </summary>
internal static class FuzzProgram
{
    private const int DefaultCount = 100_000;
    private const int DefaultMoments = 200;
    private const ulong DefaultSeed = 1;

    // A case takes milliseconds; a machine that is busy may take a hundred times as long.
    private static readonly TimeSpan s_longestCase = TimeSpan.FromSeconds(60);

    public static int Main(string[] arguments)
    {
        Dictionary<string, string> options = [];
        for (int index = 1; index + 1 < arguments.Length; index += 2)
            options[arguments[index]] = arguments[index + 1];
        if (arguments is not ["fuzz" or "fuzz-one" or "kill", ..] || arguments.Length % 2 == 0)
        {
            Console.Error.WriteLine("usage: Calque.Tests fuzz [--format NAME] [--count N] [--seed N] [--first N]\n       Calque.Tests kill [--count N] [--seed N]");
            return 2;
        }

        int count = int.Parse(options.GetValueOrDefault("--count", DefaultCount.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        int first = int.Parse(options.GetValueOrDefault("--first", "0"), CultureInfo.InvariantCulture);
        ulong seed = ulong.Parse(options.GetValueOrDefault("--seed", DefaultSeed.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        if (arguments[0] == "kill")
            return KillAll(seed, options.ContainsKey("--count") ? count : DefaultMoments);
        string[] formats = options.TryGetValue("--format", out string? name) && name.Length > 0 ? name.Split(',') : [.. FuzzCatalogue.All.Select(format => format.Name)];
        string[] unknown = [.. formats.Where(format => FuzzCatalogue.All.All(known => known.Name != format))];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"no format {string.Join(", ", unknown)}; there are {string.Join(", ", FuzzCatalogue.All.Select(format => format.Name))}");
            return 2;
        }

        return arguments[0] == "fuzz" ? RunAll(formats, seed, first, count) : RunOne(FuzzCatalogue.Find(formats[0]), seed, first, count);
    }

    private static int KillAll(ulong seed, int count)
    {
        int failed = 0;
        foreach (string name in KillCase.Names)
        {
            using TemporaryDirectory directory = new();
            KillRun run = new(KillCase.Write(name, directory.Path), seed);
            run.Run(count);
            Console.WriteLine($"{name,-12}{count} moments: {run.Killed} killed, {run.KilledWriting} of them while writing, {run.Exchanged} with the new output in place; {run.Faults.Count} faults; seed {seed}");
            foreach (string fault in run.Faults)
                Console.WriteLine(fault);
            failed += run.Faults.Count;
        }

        return failed == 0 ? 0 : 1;
    }

    private static int RunAll(string[] formats, ulong seed, int first, int count)
    {
        Console.WriteLine($"{"format",-26}{"accepted",10}{"refused",10}{"CPU s",8}{"longest",9}{"memory",8}  seed");
        int failed = 0;
        foreach (string format in formats)
        {
            using Process child = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, // this process has one
                [
                    .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? (string[])[typeof(FuzzProgram).Assembly.Location] : [],
                    "fuzz-one", "--format", format, "--seed", Text(seed), "--first", Text(first), "--count", Text(count),
                ]))!;
            child.WaitForExit();
            if (child.ExitCode is not (0 or 1))
                Console.WriteLine($"{format}: the process ended with {child.ExitCode}; its last case: {LastCase(format)}");
            failed += child.ExitCode == 0 ? 0 : 1;
        }

        Console.WriteLine(failed == 0 ? "no failure" : $"{failed} formats failed");
        return failed == 0 ? 0 : 1;
    }

    private static int RunOne(FuzzFormat format, ulong seed, int first, int count)
    {
        long began = Stopwatch.GetTimestamp();
        int current = -1;
        // Written over at each case and not flushed: the system keeps it when the process dies.
        Directory.CreateDirectory(Kept());
        using FileStream last = new(CaseFile(format.Name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using FuzzRunner runner = new(format, seed, Kept(), wholeProcess: true)
        {
            Begins = number =>
            {
                Volatile.Write(ref current, number);
                Interlocked.Exchange(ref began, Stopwatch.GetTimestamp());
                last.Position = 0;
                last.Write(BitConverter.GetBytes(number));
            },
        };
        using Timer watch = new(_ =>
        {
            if (Volatile.Read(ref current) < 0 || Stopwatch.GetElapsedTime(Interlocked.Read(ref began)) < s_longestCase)
                return;
            Console.WriteLine(new FuzzFailure(format.Name, seed, current, $"no end after {s_longestCase.TotalSeconds} s", null));
            Environment.Exit(3);
        }, null, s_longestCase, TimeSpan.FromSeconds(5));

        FuzzReport report = runner.Run(first, count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{format.Name,-26}{report.Accepted,10}{report.Refused,10}{report.CpuTime.TotalSeconds,8:F0}{report.LongestCase.TotalMilliseconds,6:F0} ms{report.WorstAllocation,8:P0}  {seed}"));
        foreach (FuzzFailure failure in report.Failures)
            Console.WriteLine(failure);
        return report.Failures.Count == 0 ? 0 : 1;
    }

    private static string LastCase(string format)
    {
        byte[] number = File.ReadAllBytes(CaseFile(format));
        return number.Length == sizeof(int) ? Text(BitConverter.ToInt32(number)) : "none";
    }

    private static string CaseFile(string format) => Path.Combine(Kept(), format + ".case");

    private static string Kept() => Path.Combine(Fixtures.RepositoryRoot, "artifacts", "fuzz");

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
