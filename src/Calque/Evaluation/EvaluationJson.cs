using System.Text.Json.Serialization;

namespace Calque.Evaluation;

/// <summary>How the results of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(EvaluateAlignmentResult))]
[JsonSerializable(typeof(NearestWordsResult))]
public sealed partial class EvaluationJson : JsonSerializerContext;
