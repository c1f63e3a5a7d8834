using System.Collections.Generic;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>A dictionary of data.pkl: its entries in their order. A key may come twice; the reader of a state dictionary decides on that.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The entries in the order in which they were set.</summary>
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}
