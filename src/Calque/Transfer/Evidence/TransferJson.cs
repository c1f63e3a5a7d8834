using System.Text.Json.Serialization;

namespace Calque.Transfer.Evidence;

/// <summary>How the records of a transfer are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TransferManifest))]
[JsonSerializable(typeof(TransferResult))]
public sealed partial class TransferJson : JsonSerializerContext;
