namespace Calque.Cli.Verbs;

/// <summary>The name <c>-</c> for standard input and output.</summary>
internal static class StandardStreams
{
    /// <summary>Where standard output is found as a file.</summary>
    public const string OutputPath = "/dev/stdout";

    public static string Input(string path) => path == "-" ? "/dev/stdin" : path;

    public static string Output(string path) => path == "-" ? OutputPath : path;
}
