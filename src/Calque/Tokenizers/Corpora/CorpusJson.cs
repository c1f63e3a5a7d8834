using System.Text.Json.Serialization;

namespace Calque.Tokenizers.Corpora;

/// <summary>How the results of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CorpusResult))]
public sealed partial class CorpusJson : JsonSerializerContext;
