using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;
using System.Threading.Tasks;

namespace Calque.Tests.Support;

/// <summary>Runs the SDK and other programs from a test.</summary>
internal static class DotNet
{
    /// <summary>Debug or Release, as these tests were built; what is not built again must be asked for by it.</summary>
    public static string Configuration { get; } =
        typeof(DotNet).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Runs <c>dotnet</c> in the repository's root.</summary>
    public static Task<ProgramResult> RunAsync(params string[] arguments) => RunProgramAsync("dotnet", arguments);

    /// <summary>Runs a program in the repository's root and waits for its end.</summary>
    public static async Task<ProgramResult> RunProgramAsync(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Fixtures.RepositoryRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host's own build engine must not be taken for the child's.
        foreach (string variable in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly" })
            start.Environment.Remove(variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
