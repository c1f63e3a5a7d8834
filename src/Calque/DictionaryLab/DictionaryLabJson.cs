using System.Text.Json.Serialization;

namespace Calque.DictionaryLab;

/// <summary>How the results of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DictionaryCheckResult))]
[JsonSerializable(typeof(DictionaryInductionResult))]
[JsonSerializable(typeof(DictionaryConversionResult))]
[JsonSerializable(typeof(DictionaryRepairResult))]
[JsonSerializable(typeof(UndoRepairResult))]
[JsonSerializable(typeof(RepairLog))]
public sealed partial class DictionaryLabJson : JsonSerializerContext;
