using System;
using System.Collections.Generic;
using System.IO;
using Calque.Formats.Safetensors;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A safetensors file: header, offsets, every tensor's bytes as numbers.</summary>
internal sealed class SafetensorsFormat() : FuzzFormat("safetensors")
{
    public override void Use(string directory)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(directory, "model.safetensors"));
        foreach (TensorInfo tensor in file.Tensors)
        {
            if (!file.TryGetTensor(tensor.Name, out _))
                throw new InvalidOperationException($"{tensor.Name} is listed but not found");
            // A tensor that was accepted lies inside the file, so its length is no lie any more.
            ReadOnlySpan<byte> bytes = file.GetBytes(tensor, 0, checked((int)tensor.Length));
            if (ElementTypes.IsFloatingPoint(tensor.ElementType) && bytes.Length > 0)
                ElementConversion.ToSingle(tensor.ElementType, bytes, new float[bytes.Length / ElementTypes.GetSize(tensor.ElementType)]);
        }
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        [Fixture("model.safetensors", FuzzShape.Safetensors, "safetensors", "all-types.safetensors")],
        [Fixture("model.safetensors", FuzzShape.Safetensors, "safetensors", "no-metadata.safetensors")],
        [Fixture("model.safetensors", FuzzShape.Safetensors, "safetensors", "unknown-type.safetensors")],
    ];
}
