using System.Text.Json.Serialization;

namespace Calque.Neural.Features;

/// <summary>How the result is written as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ExtractFeaturesResult))]
public sealed partial class FeaturesJson : JsonSerializerContext;
