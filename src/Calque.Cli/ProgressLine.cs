using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

namespace Calque.Cli;

/// <summary>
/// One line of progress on standard error: drawn over itself on a terminal (at most ten times a second), a line every ten
/// seconds in a log, nothing when silent.
/// </summary>
internal sealed class ProgressLine : IProgress<OperationProgress>, IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly TextWriter error;
    private readonly bool terminal;
    private readonly bool silent;
    private readonly Lock gate = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan last = TimeSpan.Zero;
    private string stage = "";
    private bool drawn;

    public ProgressLine(TextWriter error, bool terminal, bool silent)
    {
        this.error = error;
        this.terminal = terminal;
        this.silent = silent;
    }

    public void Report(OperationProgress value)
    {
        if (silent)
            return;
        lock (gate)
        {
            TimeSpan now = watch.Elapsed;
            bool due = now - last >= (terminal ? TerminalInterval : LogInterval);
            if (!due && !(terminal && value.Stage != stage))
                return;
            last = now;
            stage = value.Stage;
            string text = value is { Total: 0, Done: 0 } ? value.Stage
                : value.Total > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{value.Stage} {100.0 * value.Done / value.Total:F0} % of {value.Total:N0} {value.Unit}")
                : string.Create(CultureInfo.InvariantCulture, $"{value.Stage} {value.Done:N0} {value.Unit}");
            if (terminal)
            {
                error.Write("\r" + Cut(text) + "\u001b[K");
                error.Flush();
                drawn = true;
            }
            else
            {
                error.WriteLine("calque: " + text);
            }
        }
    }

    /// <summary>Takes the line away before anything else is written.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (!drawn)
                return;
            error.Write("\r\u001b[K");
            error.Flush();
            drawn = false;
        }
    }

    public void Dispose() => Clear();

    private static string Cut(string text)
    {
        int width = Console.WindowWidth;
        return width > 1 && text.Length >= width ? text[..(width - 1)] : text;
    }
}
