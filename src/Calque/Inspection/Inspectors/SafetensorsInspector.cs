using System;
using System.Buffers.Binary;
using System.Linq;
using System.Threading;
using Calque.Formats.Safetensors;

namespace Calque.Inspection.Inspectors;

/// <summary>A safetensors file: its tensors and its own notes.</summary>
internal sealed class SafetensorsInspector : Inspector
{
    // The public library reads no header of more than 100 MB; a text's first eight bytes are a far larger number.
    private const long LargestHeader = 100_000_000;

    public override string Kind => "safetensors file";

    public override bool Recognises(InspectedInput input) => LooksLike(input);

    /// <summary>Whether a file begins like safetensors: the length of the header, then the header.</summary>
    public static bool LooksLike(InspectedInput input) =>
        input.Sample.Length > sizeof(long) && input.Sample[sizeof(long)] == (byte)'{'
        && BinaryPrimitives.ReadInt64LittleEndian(input.Sample) is > 0 and <= LargestHeader;

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        using SafetensorsFile file = SafetensorsFile.Open(input.Path);
        InspectionDraft draft = new(options.Limit);
        draft.Section("file").Fact("file bytes", input.Length);
        draft.Section("metadata");
        foreach ((string key, string value) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            draft.Fact(key, value);
        draft.Section("tensors");
        TensorTable.Add(
            draft, [.. file.Tensors.Select(tensor => new TensorLine(tensor.Name, tensor.ElementTypeName, tensor.Shape, tensor.Length))], options.Token);
        return draft.Finish(Kind, input.Path);
    }
}
