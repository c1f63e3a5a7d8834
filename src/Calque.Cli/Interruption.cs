using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Calque.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first one asks the running verb to stop, so that it removes what it has half written; one that
/// comes more than a second later ends the process at once. Both ways the exit code is 130.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>The exit code of an interrupted run, as shells have it for SIGINT.</summary>
    public const int ExitCode = 130;

    // Milliseconds. A second key press sooner than this is the same wish; the half-written output is being removed.
    private const long Impatience = 1000;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private long firstSignal;

    public Interruption()
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!source.IsCancellationRequested)
        {
            firstSignal = Environment.TickCount64;
            source.Cancel();
        }
        else if (Environment.TickCount64 - firstSignal > Impatience)
        {
            Environment.Exit(ExitCode);
        }
    }
}
