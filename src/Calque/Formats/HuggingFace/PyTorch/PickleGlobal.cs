namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>A global that data.pkl may name, and what it stands for here. Nothing of Python's is called.</summary>
internal enum PickleGlobal
{
    /// <summary><c>collections.OrderedDict</c>.</summary>
    OrderedDictionary,

    /// <summary><c>torch._utils._rebuild_tensor</c>, <c>_rebuild_tensor_v2</c>: a view of a storage.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>: the tensor that is its first argument.</summary>
    RebuildParameter,
}
