using System;
using System.Linq;
using System.Threading;
using Calque.Formats.HuggingFace.PyTorch;

namespace Calque.Inspection.Inspectors;

/// <summary>A <c>pytorch_model.bin</c>: the tensors of its state dictionary. Nothing in it is executed.</summary>
internal sealed class PyTorchInspector : Inspector
{
    public override string Kind => "PyTorch state dictionary";

    /// <summary>The older form, a bare pickle, is recognised too: its reader says how to get a readable one.</summary>
    public override bool Recognises(InspectedInput input)
    {
        ReadOnlySpan<byte> start = input.Sample;
        return start.StartsWith("PK\u0003\u0004"u8) || (start.Length > 1 && start[0] == 0x80 && start[1] is >= 2 and <= 5);
    }

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        using PyTorchFile file = PyTorchFile.Open(input.Path);
        InspectionDraft draft = new(options.Limit);
        draft.Warnings.AddRange(file.Warnings);
        draft.Section("file").Fact("file bytes", input.Length);
        draft.Fact("names that share storage", file.Tensors.Count - file.Tensors.Select(tensor => tensor.Range).Distinct().Count());
        draft.Section("tensors");
        TensorTable.Add(
            draft, [.. file.Tensors.Select(tensor => new TensorLine(tensor.Name, tensor.ElementTypeName, tensor.Shape, tensor.Length))], options.Token);
        return draft.Finish(Kind, input.Path);
    }
}
