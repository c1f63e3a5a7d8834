using System.Text.Json.Serialization;

namespace Calque.Alignment.Directories;

/// <summary>How the records of an alignment are written as JSON.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AlignmentManifest))]
[JsonSerializable(typeof(AlignVectorsResult))]
[JsonSerializable(typeof(ApplyAlignmentResult))]
public sealed partial class AlignmentJson : JsonSerializerContext;
