using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Tests.Commands;
using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>Runs a command line that must fail, and looks at how it says so.</summary>
internal static class Refusal
{
    /// <summary>Runs with <c>--json</c>; the error must have its four parts and the exit code. Returns the error's text.</summary>
    public static async Task<string> ExpectAsync(int exitCode, params string[] arguments)
    {
        CommandRun run = await CommandRun.RunAsync([.. arguments, "--json"]);
        Assert.True(exitCode == run.ExitCode, $"exit code {run.ExitCode}: {run.Output}{run.Error}");
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement error = json.RootElement.GetProperty("error");
        foreach (string part in (string[])["place", "found", "expected", "hint"])
            Assert.False(string.IsNullOrWhiteSpace(error.GetProperty(part).GetString()), $"{part}: {run.Output}");
        Assert.NotEqual("fault", error.GetProperty("kind").GetString());
        return error.GetProperty("message").GetString()!;
    }

    /// <summary>Nothing is left beside an output that was not written.</summary>
    public static void NothingPartial(string directory) =>
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories), path => path.Contains(".partial", StringComparison.Ordinal));

    /// <summary>The command line with another value for an option.</summary>
    public static string[] With(string[] arguments, string option, string value) =>
        [.. arguments.Select((argument, index) => index > 0 && arguments[index - 1] == option ? value : argument)];
}
