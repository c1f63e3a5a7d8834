using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Calque.Tests.Fuzz.Mutations;

namespace Calque.Tests.Fuzz;

/// <summary>
/// Mutates inputs of a format and checks the verdict on each: it works, or it is refused by a <see cref="CalqueException"/> with
/// place, found, expected and hint and the right exit code, without more memory than the files' size warrants.
/// </summary>
internal sealed class FuzzRunner : IDisposable
{
    private const int MostFailures = 20;

    private readonly FuzzFormat _format;
    private readonly ulong _seed;
    private readonly string? _saveUnder;
    private readonly bool _wholeProcess;
    private readonly string _directory;
    private readonly FuzzReport _report;

    /// <param name="format">What to read.</param>
    /// <param name="seed">Draws all cases.</param>
    /// <param name="saveUnder">Where the files of failing cases are kept; null: nowhere.</param>
    /// <param name="wholeProcess">Whether nothing else runs in this process, so that the memory of all its threads can be counted.</param>
    public FuzzRunner(FuzzFormat format, ulong seed, string? saveUnder, bool wholeProcess)
    {
        _format = format;
        _seed = seed;
        _saveUnder = saveUnder;
        _wholeProcess = wholeProcess;
        _report = new FuzzReport(format.Name, seed);
        // In memory where that can be: a case writes a few small files, and outputs are flushed to disk.
        string? memory = Directory.Exists("/dev/shm") ? "/dev/shm" : null;
        _directory = Path.Combine(memory ?? Path.GetTempPath(), $"calque-fuzz-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(_directory);
    }

    /// <summary>Told the number of each case before it begins, and -1 after the last.</summary>
    public Action<int>? Begins { get; init; }

    public FuzzReport Report => _report;

    /// <summary>Runs cases <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1.</summary>
    public FuzzReport Run(int first, int count)
    {
        Warm();
        TimeSpan started = Cpu();
        for (int number = first; number < first + count && _report.Failures.Count < MostFailures; number++)
        {
            FuzzFile[] files = Mutate(number);
            Begins?.Invoke(number);
            Try(files, number, null);
        }

        Begins?.Invoke(-1);
        _report.CpuTime = Cpu() - started;
        return _report;
    }

    /// <summary>Cuts each file of the first <paramref name="inputs"/> inputs at every length, of files above <paramref name="small"/> bytes at as many lengths, evenly.</summary>
    public FuzzReport RunCuts(int inputs, int small)
    {
        Warm();
        foreach (FuzzFile[] input in _format.Inputs.Take(inputs))
        {
            for (int place = 0; place < input.Length && _report.Failures.Count < MostFailures; place++)
            {
                FuzzFile file = input[place];
                if (file.IsFixed)
                    continue;
                long lengths = Math.Min(file.Content.Length, small);
                for (long index = 0; index < lengths; index++)
                {
                    int length = (int)(index * file.Content.Length / lengths);
                    FuzzFile[] files = [.. input];
                    files[place] = file with { Content = file.Content[..length] };
                    Try(files, -1, $"{file.Name} cut at {length} of {file.Content.Length} bytes");
                }
            }
        }

        return _report;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private FuzzFile[] Mutate(int number)
    {
        FuzzDraw draw = new(_format.Name, _seed, number);
        FuzzFile[] files = [.. _format.Inputs[draw.Next(_format.Inputs.Count)]];
        int[] open = [.. Enumerable.Range(0, files.Length).Where(index => !files[index].IsFixed)];
        for (int round = draw.Once(8) ? 2 : 1; round > 0; round--)
        {
            int place = open[draw.Next(open.Length)];
            FuzzFile[] other = _format.Inputs[draw.Next(_format.Inputs.Count)];
            FuzzFile donor = other.FirstOrDefault(file => file.Shape == files[place].Shape && !file.IsFixed) ?? files[place];
            files[place] = files[place] with { Content = Mutator.Mutate(files[place], donor.Content, draw) };
        }

        return files;
    }

    /// <summary>The inputs as they are must work; what is made once in a process does not count as a case's memory afterwards.</summary>
    private void Warm()
    {
        foreach (FuzzFile[] input in _format.Inputs)
        {
            Write(input);
            _format.Use(_directory);
        }
    }

    private void Try(FuzzFile[] files, int number, string? what)
    {
        Write(files);
        TimeSpan started = Cpu();
        long before = Allocated();
        string? fault = null;
        bool accepted = false;
        try
        {
            _format.Use(_directory);
            accepted = true;
        }
        catch (CalqueException error)
        {
            fault = Judge(error);
        }
        catch (Exception error)
        {
            fault = $"{error.GetType().Name}: {error.Message}\n{error.StackTrace}";
        }

        long most = _format.AllocationBase + (_format.AllocationFactor * files.Sum(file => (long)file.Content.Length));
        double share = (Allocated() - before) / (double)most;
        if (share > 1)
            fault ??= $"{Allocated() - before} bytes allocated, {most} are the most for files of {files.Sum(file => (long)file.Content.Length)} bytes";
        _report.WorstAllocation = Math.Max(_report.WorstAllocation, share);
        TimeSpan took = Cpu() - started;
        _report.LongestCase = took > _report.LongestCase ? took : _report.LongestCase;
        if (fault is not null)
            Fail(files, number, what is null ? fault : $"{what}: {fault}");
        else if (accepted)
            _report.Accepted++;
        else
            _report.Refused++;
    }

    private string? Judge(CalqueException error)
    {
        if (!_format.ExitCodes.Contains(error.ExitCode))
            return $"exit code {error.ExitCode}: {error.Message}";
        (string Part, string Text)[] parts = [("place", error.Place), ("found", error.Found), ("expected", error.Expected), ("hint", error.Hint)];
        foreach ((string part, string text) in parts)
        {
            if (string.IsNullOrWhiteSpace(text))
                return $"no {part}: {error.Message}";
            if (text.Length > 2000 || text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) && !IsPaired(text)))
                return $"{part} that no terminal can show ({text.Length} characters): {error.Message}";
        }

        return error.Place.Contains(_directory, StringComparison.Ordinal) ? null : $"a place without the file: {error.Message}";
    }

    private static bool IsPaired(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }

    private void Write(FuzzFile[] files)
    {
        foreach (string left in Directory.EnumerateFileSystemEntries(_directory))
        {
            if (Directory.Exists(left))
                Directory.Delete(left, recursive: true);
            else
                File.Delete(left);
        }

        foreach (FuzzFile file in files)
        {
            string path = Path.Combine(_directory, file.Name);
            if (file.Name.Contains('/', StringComparison.Ordinal))
                Directory.CreateDirectory(Path.GetDirectoryName(path)!); // below the directory of the case
            File.WriteAllBytes(path, file.Content);
        }
    }

    private void Fail(FuzzFile[] files, int number, string what)
    {
        string? folder = null;
        if (_saveUnder is not null)
        {
            folder = Path.Combine(_saveUnder, $"{_format.Name}-{_seed}-{(number < 0 ? $"cut{_report.Failures.Count}" : number)}");
            foreach (FuzzFile file in files)
            {
                string path = Path.Combine(folder, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!); // below the folder
                File.WriteAllBytes(path, file.Content);
            }
        }

        _report.Failures.Add(new FuzzFailure(_format.Name, _seed, number, what, folder));
    }

    private long Allocated() => _wholeProcess ? GC.GetTotalAllocatedBytes(precise: false) : GC.GetAllocatedBytesForCurrentThread();

    private static TimeSpan Cpu()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
