using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Calque.Tests.Support;

namespace Calque.Tests.OpensElsewhere;

/// <summary>The public library <c>tokenizers</c>, run by node; fetched once into <c>artifacts/</c>, at the version that the recipe locks.</summary>
internal static class NpmTokenizers
{
    private static readonly string s_recipe = Path.Combine(Fixtures.RepositoryRoot, "recipes", "opens-elsewhere");
    private static readonly string s_folder = Path.Combine(Fixtures.RepositoryRoot, "artifacts", "opens-elsewhere");
    private static readonly Lazy<string?> s_missing = new(FindMissing);

    /// <summary>Why it cannot be run; null where it can.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>Runs the recipe's comparison.</summary>
    public static async Task<ProgramResult> CompareAsync(string tokenizer, string texts, string encoded)
    {
        using Process process = Start("node", Fixtures.RepositoryRoot, Path.Combine(s_recipe, "compare-ids.cjs"), tokenizer, texts, encoded);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    private static string? FindMissing()
    {
        if (!Runs("node", Fixtures.RepositoryRoot, 20, "--version"))
            return "needs node";
        if (!Loads())
        {
            Directory.CreateDirectory(s_folder);
            foreach (string name in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(s_recipe, name), Path.Combine(s_folder, name), overwrite: true);
            Runs("npm", s_folder, 180, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=60000");
        }

        return Loads() ? null : "needs the npm package tokenizers 0.23.2, which could not be fetched";
    }

    private static bool Loads() => Runs("node", Fixtures.RepositoryRoot, 60, "-e", "require('tokenizers')");

    private static bool Runs(string program, string folder, int seconds, params string[] arguments)
    {
        try
        {
            using Process process = Start(program, folder, arguments);
            // Read and thrown away, so that the program never waits for a full pipe.
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromSeconds(seconds)))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }

    private static Process Start(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Path.Combine(s_folder, "node_modules");
        return Process.Start(start)!; // not null: no shell is asked to open a document
    }
}
