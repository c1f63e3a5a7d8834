using System.Text.Json.Serialization;

namespace Calque.Cli;

/// <summary>What <c>--json</c> prints of an error, under the key <c>error</c>.</summary>
internal sealed record ErrorReport(string Kind, int ExitCode, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Place { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Found { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hint { get; init; }
}

/// <summary>The object around an error.</summary>
internal sealed record ErrorDocument(ErrorReport Error);

/// <summary>How errors are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class ErrorJson : JsonSerializerContext;
