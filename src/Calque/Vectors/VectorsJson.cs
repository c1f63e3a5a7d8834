using System.Text.Json.Serialization;

namespace Calque.Vectors;

/// <summary>How the results of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ShowVectorsResult))]
public sealed partial class VectorsJson : JsonSerializerContext;
