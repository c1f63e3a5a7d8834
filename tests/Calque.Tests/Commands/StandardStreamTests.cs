using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Cli;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary>The name <c>-</c> for standard input and output, in a process of its own as a shell starts it.</summary>
public sealed class StandardStreamTests
{
    private const string Tokenizer = """{"pre_tokenizer":{"type":"WhitespaceSplit"},"model":{"type":"WordLevel","unk_token":"u","vocab":{"u":0,"a":1}}}""";

    [Fact]
    public async Task Encode_IntoAFileThatOthersWriteToo_KeepsWhatStandsAround()
    {
        using TemporaryDirectory directory = new();
        string encode = Write(directory, lines: 3);
        string file = directory["out"];

        ProgramResult run = await Shell($"(echo before; {encode} --output - -q; echo after) > '{file}'; {encode} --output - -q >> '{file}'");

        Assert.Equal(0, run.ExitCode);
        string line = "{\"ids\":[1],\"tokens\":[\"a\"],\"offsets\":[[0,1]]}";
        Assert.Equal(["before", line, line, line, "after", line, line, line], File.ReadAllLines(file));
    }

    [Fact]
    public async Task Encode_ReaderHasGone_EndsQuietly()
    {
        using TemporaryDirectory directory = new();
        string encode = Write(directory, lines: 50_000);

        ProgramResult run = await Shell($"{{ {encode} --output - -q; echo \"exit $?\" >&2; }} | head -n 1");

        Assert.Equal("exit 0", run.Error.Trim());
    }

    [Theory]
    [InlineData("tokenizer", "encode", "--tokenizer")]
    [InlineData("tokenizer", "decode", "--tokenizer")]
    [InlineData("vectors", "show", "--embeddings")]
    public async Task LinesAndJson_BothOnStandardOutput_AreRefused(string group, string verb, string source)
    {
        CommandRun run = await CommandRun.RunAsync([group, verb, source, "x", "--input", "x", "--output", "-", "--json"]);

        Assert.Equal(2, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal("--output", json.RootElement.GetProperty("error").GetProperty("place").GetString());
    }

    private static string Write(TemporaryDirectory directory, int lines)
    {
        File.WriteAllText(directory["tokenizer.json"], Tokenizer);
        File.WriteAllLines(directory["in.txt"], Enumerable.Repeat("a", lines));
        return $"dotnet '{typeof(CalqueCommand).Assembly.Location}' tokenizer encode --tokenizer '{directory["tokenizer.json"]}' --input '{directory["in.txt"]}'";
    }

    private static Task<ProgramResult> Shell(string script) => DotNet.RunProgramAsync("sh", ["-c", script]);
}
