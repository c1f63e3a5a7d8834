using System.Text.Json.Serialization;

namespace Calque.Inspection;

/// <summary>How the result of an inspection is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(InspectionResult))]
public sealed partial class InspectionJson : JsonSerializerContext;
