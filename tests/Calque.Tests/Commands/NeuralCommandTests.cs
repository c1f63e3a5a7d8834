using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary><c>calque features</c> and <c>calque generate</c> as a script runs them, with libtorch and without.</summary>
public sealed class NeuralCommandTests
{
    private static readonly string Encoder = Fixtures.Path("neural", "bert-mlm"), Writer = Fixtures.Path("neural", "gpt2-clm");

    [Fact]
    public async Task Features_OfIds_WritesATensorALine_OrSaysWhatToInstall()
    {
        using TemporaryDirectory directory = new();
        string input = Path.Combine(directory.Path, "in.jsonl"), output = Path.Combine(directory.Path, "out.safetensors");
        File.WriteAllText(input, "{\"ids\":[1,2,3]}\n{\"ids\":[4]}\n");
        CommandRun run = await CommandRun.RunAsync(["features", "--model", Encoder, "--input", input, "--output", output, "--what", "pooled", "--json"]);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        if (!TensorEngine.IsAvailable)
        {
            AssertSaysWhatToInstall(run);
            return;
        }

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["output", "what", "lines", "tokens", "truncated", "width", "precision", "warnings"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(2, json.RootElement.GetProperty("lines").GetInt32());
        using Calque.Formats.Safetensors.SafetensorsFile file = Calque.Formats.Safetensors.SafetensorsFile.Open(output);
        Assert.Equal(["0", "1"], file.Tensors.Select(t => t.Name));
        Assert.All(file.Tensors, t => Assert.Equal([16L], t.Shape));
    }

    [Fact]
    public async Task Generate_APrompt_PrintsTheText_OrSaysWhatToInstall()
    {
        CommandRun run = await CommandRun.RunAsync(["generate", "--model", Writer, "--prompt", "a", "--max-new-tokens", "3", "--json"]);
        if (!TensorEngine.IsAvailable)
        {
            AssertSaysWhatToInstall(run);
            return;
        }

        Assert.Equal(0, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.InRange(json.RootElement.GetProperty("ids").GetArrayLength(), 1, 3);
        Assert.Equal("a", json.RootElement.GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData("--what", "nothing")]
    [InlineData("--layer", "one")]
    [InlineData("--threads", "-1")]
    [InlineData("--device", "tpu")]
    [InlineData("--precision", "fp16")]
    public async Task Features_AnOptionThatCannotBe_IsWrongUsage(string option, string value)
    {
        using TemporaryDirectory directory = new();
        CommandRun run = await CommandRun.RunAsync(["features", "--model", Encoder, "--input", "x", "--output", Path.Combine(directory.Path, "o"), option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("--top-p", "0")]
    [InlineData("--beams", "0")]
    [InlineData("--temperature", "0")]
    [InlineData("--max-new-tokens", "0")]
    public async Task Generate_AnOptionThatCannotBe_IsWrongUsage(string option, string value)
    {
        CommandRun run = await CommandRun.RunAsync(["generate", "--model", Writer, "--prompt", "a", option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    /// <summary>The built command in a folder without the library over libtorch, and with one that is no library.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("not a library")]
    public async Task Features_WithoutTheLibrary_SaysWhatToInstall_AndTheRestWorks(string? library)
    {
        using TemporaryDirectory directory = new();
        string built = Path.Combine(Fixtures.RepositoryRoot, "src", "Calque.Cli", "bin", DotNet.Configuration, "net10.0");
        foreach (string file in Directory.GetFiles(built).Where(f => !f.Contains("calque_torch", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(directory.Path, Path.GetFileName(file)));
        if (library is not null)
            File.WriteAllText(Path.Combine(directory.Path, "libcalque_torch.so"), library);
        string program = Path.Combine(directory.Path, "Calque.Cli.dll"), input = Path.Combine(directory.Path, "in.txt"), output = Path.Combine(directory.Path, "out.safetensors");
        File.WriteAllText(input, "text\n");

        ProgramResult features = await DotNet.RunAsync(program, "features", "--model", Encoder, "--input", input, "--output", output);
        ProgramResult inspect = await DotNet.RunAsync(program, "inspect", Encoder);

        Assert.Equal(3, features.ExitCode);
        Assert.Contains(library is null ? "no library over libtorch" : "cannot be loaded", features.Error, StringComparison.Ordinal);
        Assert.Contains("apt-get install --no-install-recommends libtorch-dev", features.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", features.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
        Assert.Equal(0, inspect.ExitCode);
    }

    /// <summary>A libtorch that lacks what the library over it calls, as one that is too old does.</summary>
    [LoadedLibtorchFact]
    public async Task Features_WithALibtorchThatDoesNotFit_SaysWhatToInstall()
    {
        using TemporaryDirectory directory = new();
        string name = Path.GetFileName(LoadedLibtorch())!, input = Path.Combine(directory.Path, "in.txt"), output = Path.Combine(directory.Path, "out.safetensors");
        File.WriteAllText(input, "text\n");
        ProgramResult made = await DotNet.RunProgramAsync("g++", ["-shared", "-x", "c++", "/dev/null", "-o", Path.Combine(directory.Path, name)]);
        Assert.Equal(0, made.ExitCode);
        // It is asked for by a shorter name, such as libtorch_cpu.so.1.13, than its file has.
        for (string link = Path.GetFileNameWithoutExtension(name); link.Contains(".so", StringComparison.Ordinal); link = Path.GetFileNameWithoutExtension(link))
            File.CreateSymbolicLink(Path.Combine(directory.Path, link), name);

        string program = Path.Combine(Fixtures.RepositoryRoot, "src", "Calque.Cli", "bin", DotNet.Configuration, "net10.0", "Calque.Cli.dll");
        ProgramResult features = await DotNet.RunProgramAsync(
            "env", [$"LD_LIBRARY_PATH={directory.Path}", "dotnet", program, "features", "--model", Encoder, "--input", input, "--output", output]);

        Assert.Equal(3, features.ExitCode);
        Assert.Contains("cannot be loaded", features.Error, StringComparison.Ordinal);
        Assert.Contains("build again", features.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", features.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    /// <summary>The file that the engine of this process runs on; null where the system does not tell, or a libtorch's place is built in.</summary>
    private static string? LoadedLibtorch() =>
        OperatingSystem.IsLinux() && TensorEngine.IsAvailable && Environment.GetEnvironmentVariable("CALQUE_LIBTORCH") is null
            ? File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).FirstOrDefault(path => Path.GetFileName(path).StartsWith("libtorch_cpu.so", StringComparison.Ordinal))
            : null;

    private static void AssertSaysWhatToInstall(CommandRun run)
    {
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("libtorch-dev", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Skipped, with the reason, where no libtorch is loaded that another could be put in front of.</summary>
    private sealed class LoadedLibtorchFactAttribute : FactAttribute
    {
        public LoadedLibtorchFactAttribute() => Skip = LoadedLibtorch() is null ? "needs the system's libtorch" : null;
    }
}
