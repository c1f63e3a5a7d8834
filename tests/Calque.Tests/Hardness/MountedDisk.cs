using System;
using System.Diagnostics;
using System.IO;
using Calque.Tests.Support;

namespace Calque.Tests.Hardness;

/// <summary>A small disk in memory, mounted for one test.</summary>
internal sealed class MountedDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Why there can be no such disk here; null where there can.</summary>
    public static string? Reason { get; } = Probe();

    /// <param name="kilobytes">Its size.</param>
    public MountedDisk(int kilobytes)
    {
        Directory.CreateDirectory(Path);
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path);
    }

    public string Path => _directory["disk"];

    public void Resize(int kilobytes) => Run("mount", "-o", $"remount,size={kilobytes}k", Path);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux())
            return "needs mount(8) of Linux";
        try
        {
            new MountedDisk(64).Dispose();
            return null;
        }
        catch (Exception error)
        {
            return $"needs the right to mount a disk ({error.Message.Trim()})";
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"{program} ended with {process.ExitCode}: {error}");
    }
}
