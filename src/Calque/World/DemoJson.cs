using System.Text.Json.Serialization;

namespace Calque.World;

/// <summary>How the result of the demonstration is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoResult))]
public sealed partial class DemoJson : JsonSerializerContext;
