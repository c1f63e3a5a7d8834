using System;
using System.Collections.Generic;
using System.IO;
using Calque.Formats.HuggingFace.PyTorch;
using Calque.Formats.Safetensors;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A pytorch_model.bin: the zip archive, the pickle in it, the tensors it tells of.</summary>
internal sealed class PyTorchFormat() : FuzzFormat("pytorch")
{
    public override void Use(string directory)
    {
        using PyTorchFile file = PyTorchFile.Open(Path.Combine(directory, "pytorch_model.bin"));
        foreach (PyTorchTensor tensor in file.Tensors)
        {
            ReadOnlySpan<byte> bytes = file.ToModelTensor(tensor, []).GetBytes(0, checked((int)tensor.Length));
            ElementType type = ElementTypes.FromName(tensor.ElementTypeName);
            if (ElementTypes.IsFloatingPoint(type) && bytes.Length > 0)
                ElementConversion.ToSingle(type, bytes, new float[bytes.Length / ElementTypes.GetSize(type)]);
        }
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        [Fixture("pytorch_model.bin", FuzzShape.PyTorchArchive, "models", "bert-bin", "pytorch_model.bin")],
        [Fixture("pytorch_model.bin", FuzzShape.PyTorchArchive, "models", "bert-bin-protocol4", "pytorch_model.bin")],
        [Fixture("pytorch_model.bin", FuzzShape.PyTorchArchive, "models", "gpt2-bin-shards", "pytorch_model-00001-of-00002.bin")],
    ];
}
