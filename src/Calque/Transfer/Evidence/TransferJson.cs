using System.Text.Json.Serialization;

namespace Calque.Transfer.Evidence;

/// <summary>How the records of a transfer are written as JSON.</summary>
// Records are only written: without the metadata for reading them some four hundred small methods need not be compiled in a run.
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TransferManifest))]
[JsonSerializable(typeof(TransferResult))]
public sealed partial class TransferJson : JsonSerializerContext;
