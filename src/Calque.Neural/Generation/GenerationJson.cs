using System.Text.Json.Serialization;

namespace Calque.Neural.Generation;

/// <summary>How the result is written as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(GenerateTextResult))]
public sealed partial class GenerationJson : JsonSerializerContext;
