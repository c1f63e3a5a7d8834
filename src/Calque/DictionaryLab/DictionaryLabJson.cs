using System.Text.Json.Serialization;

namespace Calque.DictionaryLab;

/// <summary>How the results of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DictionaryCheckResult))]
public sealed partial class DictionaryLabJson : JsonSerializerContext;
