namespace Calque.Cli.Verbs;

/// <summary>The name <c>-</c> for standard input and output.</summary>
internal static class StandardStreams
{
    /// <summary>Where standard output is found as a file.</summary>
    public const string OutputPath = "/dev/stdout";

    public static string Input(string path) => path == "-" ? "/dev/stdin" : path;

    /// <param name="path">The path, or <c>-</c>.</param>
    /// <param name="json">Whether the result is to be printed there as JSON.</param>
    public static string Output(string path, bool json)
    {
        if (path is not ("-" or OutputPath))
            return path;
        if (json)
            throw new InvalidOptionException("--output", "standard output together with --json, which prints the result there", "a file", "Name a file, or leave out --json.");
        return OutputPath;
    }

    /// <summary>How a summary names an output.</summary>
    public static string Shown(string path) => path == OutputPath ? "standard output" : path;
}
