using System;
using System.Collections.Generic;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>The short list of globals that a state dictionary needs.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, object> s_allowed = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = PickleGlobal.OrderedDictionary,
        ["torch._utils._rebuild_tensor"] = PickleGlobal.RebuildTensor,
        ["torch._utils._rebuild_tensor_v2"] = PickleGlobal.RebuildTensor,
        ["torch._utils._rebuild_parameter"] = PickleGlobal.RebuildParameter,
        // Storages stand for the name of their element type in the safetensors format.
        ["torch.DoubleStorage"] = new PickleStorageType("F64"),
        ["torch.FloatStorage"] = new PickleStorageType("F32"),
        ["torch.HalfStorage"] = new PickleStorageType("F16"),
        ["torch.BFloat16Storage"] = new PickleStorageType("BF16"),
        ["torch.LongStorage"] = new PickleStorageType("I64"),
        ["torch.IntStorage"] = new PickleStorageType("I32"),
        ["torch.ShortStorage"] = new PickleStorageType("I16"),
        ["torch.CharStorage"] = new PickleStorageType("I8"),
        ["torch.ByteStorage"] = new PickleStorageType("U8"),
        ["torch.BoolStorage"] = new PickleStorageType("BOOL"),
        ["torch.ComplexFloatStorage"] = new PickleStorageType("C64"),
    };

    /// <summary>What a global stands for: a <see cref="PickleGlobal"/>, a <see cref="PickleStorageType"/>; null if it is not allowed.</summary>
    public static object? Find(string qualifiedName) => s_allowed.GetValueOrDefault(qualifiedName);
}
