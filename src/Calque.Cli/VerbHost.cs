using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Cli;

/// <summary>
/// Runs the library call of a verb and turns its result or error into text or JSON and an exit code: 0 done, 1 a fault of
/// ours, 2 wrong usage, 3 bad input, 4 a quality gate failed, 130 interrupted.
/// </summary>
internal sealed class VerbHost
{
    public const int UsageExitCode = 2;
    private const int FaultExitCode = 1;
    private const int InputExitCode = 3;
    private const int BrokenPipe = 32; // EPIPE, with Linux, macOS and the BSDs
    private const string SystemHint = "Check the path, its permissions and the free space.";

    private readonly Option<bool> json = new("--json")
    {
        Description = "Print the result, or the error, as one JSON object on standard output.",
        Recursive = true,
    };

    private readonly Option<bool> quiet = new("--quiet", "-q")
    {
        Description = "No progress and no summary; errors only.",
        Recursive = true,
    };

    private readonly Option<bool> verbose = new("--verbose", "-v")
    {
        Description = "With an error, also the stack trace.",
        Recursive = true,
    };

    private readonly Option<bool> timings = new("--timings")
    {
        Description = "At the end, what each stage took: wall and CPU time, peak memory (on standard error).",
        Recursive = true,
    };

    public VerbHost(Terminal terminal) => Terminal = terminal;

    public Terminal Terminal { get; }

    /// <summary>The options that every verb has.</summary>
    public IEnumerable<Option> SharedOptions => [json, quiet, verbose, timings];

    public bool WantsJson(ParseResult parse) => parse.GetValue(json);

    /// <summary>Runs one verb.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="call">The library call.</param>
    /// <param name="type">How the result is written as JSON.</param>
    /// <param name="print">How the result is shown to a person.</param>
    /// <param name="cancellation">Cancelled by Ctrl-C.</param>
    public async Task<int> RunAsync<TResult>(
        ParseResult parse,
        Func<IProgress<OperationProgress>?, CancellationToken, Task<TResult>> call,
        JsonTypeInfo<TResult> type,
        Action<TResult, Terminal> print,
        CancellationToken cancellation)
    {
        bool asJson = WantsJson(parse);
        using ProgressLine progress = new(Terminal.Error, Terminal.ErrorIsTerminal, silent: parse.GetValue(quiet) || asJson);
        StageTimings? stages = parse.GetValue(timings) ? new StageTimings(progress) : null;
        try
        {
            TResult result = await call(stages is null ? progress : stages, cancellation).ConfigureAwait(false);
            progress.Clear();
            stages?.Print(Terminal.Error);
            if (asJson)
                WriteJson(result, type);
            else if (!parse.GetValue(quiet))
                print(result, Terminal);
            Terminal.Output.Flush();
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            progress.Clear();
            Report(parse, new ErrorReport("interrupted", Interruption.ExitCode, "interrupted: nothing was written"), null);
            return Interruption.ExitCode;
        }
        catch (IOException error) when (!OperatingSystem.IsWindows() && error.HResult == BrokenPipe)
        {
            // The reader of our pipe has gone (head, less): there is nobody left to tell.
            progress.Clear();
            return 0;
        }
        catch (Exception error)
        {
            progress.Clear();
            ErrorReport report = Describe(error);
            Report(parse, report, error);
            return report.ExitCode;
        }
    }

    /// <summary>Prints a typing error as JSON; without <c>--json</c> the parser prints it itself.</summary>
    public int ReportUsage(ParseResult parse)
    {
        string message = string.Join(' ', parse.Errors.Select(error => error.Message));
        Report(parse, new ErrorReport("usage", UsageExitCode, message), null);
        return UsageExitCode;
    }

    private static ErrorReport Describe(Exception error) => error switch
    {
        CalqueException known => new ErrorReport(Kind(known), known.ExitCode, known.Message)
        {
            Place = known.Place,
            Found = known.Found,
            Expected = known.Expected,
            Hint = known.Hint,
        },
        // The system refused (a full disk, no permission, a name that is too long): the user's to mend, no fault of ours.
        IOException or UnauthorizedAccessException => new ErrorReport(
            "system", InputExitCode, $"the system refused: {error.Message.TrimEnd('.')}. {SystemHint}")
        {
            Place = "the file system",
            Found = error.Message,
            Expected = "files that can be read and written",
            Hint = SystemHint,
        },
        _ => new ErrorReport(
            "fault", FaultExitCode,
            $"a fault in Calque {CalqueVersion.Text}: {error.GetType().Name}: {error.Message} "
            + "Please report it with the command line and, from --verbose, the stack trace."),
    };

    private static string Kind(CalqueException error) => error switch
    {
        InvalidOptionException => "option",
        QualityGateException => "quality-gate",
        InvalidModelException => "model",
        InvalidTokenizerException => "tokenizer",
        InvalidVectorsException => "vectors",
        InvalidDictionaryException => "dictionary",
        InvalidPlanException => "plan",
        _ => "input",
    };

    private void Report(ParseResult parse, ErrorReport report, Exception? error)
    {
        if (WantsJson(parse))
        {
            WriteJson(new ErrorDocument(report), ErrorJson.Default.ErrorDocument);
            Terminal.Output.Flush();
        }
        else
        {
            Terminal.Error.WriteLine($"calque: {report.Message}");
        }

        if (error is not null && parse.GetValue(verbose))
            Terminal.Error.WriteLine(error.ToString());
    }

    private void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, value, type);
        Terminal.Output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        Terminal.Output.Write('\n');
    }
}
