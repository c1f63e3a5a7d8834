using System;
using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>
/// Keys and values of the tokens that a model has read, one pair a layer: the next token is computed alone. Its sequences are
/// equally long. It owns its tensors; dispose of it.
/// </summary>
public sealed class AttentionCache : IDisposable
{
    private readonly Dictionary<string, (Tensor Keys, Tensor Values)> _layers = new(StringComparer.Ordinal);

    /// <summary>How many tokens each sequence has.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a layer's new keys and values behind the old ones.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="keys">[sequences × heads × new × width].</param>
    /// <param name="values">Likewise.</param>
    /// <returns>All keys and values.</returns>
    internal (Tensor Keys, Tensor Values) Append(string layer, Tensor keys, Tensor values)
    {
        if (_layers.TryGetValue(layer, out (Tensor Keys, Tensor Values) before))
        {
            keys = Operators.Concatenate([before.Keys, keys], 2);
            values = Operators.Concatenate([before.Values, values], 2);
        }

        Replace(layer, keys, values);
        return (keys, values);
    }

    /// <summary>A layer's keys and values, made once: those of an encoder's output.</summary>
    internal (Tensor Keys, Tensor Values) Once(string layer, Func<(Tensor Keys, Tensor Values)> make)
    {
        if (_layers.TryGetValue(layer, out (Tensor Keys, Tensor Values) before))
            return before;
        (Tensor keys, Tensor values) = make();
        Replace(layer, keys, values);
        return (keys, values);
    }

    /// <summary>Says that every layer has read so many tokens more.</summary>
    public void Advance(int tokens) => Length += tokens;

    /// <summary>Puts the sequences in another order, some perhaps twice: what a beam search keeps.</summary>
    /// <param name="places">[sequences], Int64: which sequence takes each place.</param>
    public void Reorder(Tensor places)
    {
        foreach ((string layer, (Tensor keys, Tensor values)) in new List<KeyValuePair<string, (Tensor, Tensor)>>(_layers))
            Replace(layer, Operators.IndexSelect(keys, 0, places), Operators.IndexSelect(values, 0, places));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Tensor keys, Tensor values) in _layers.Values)
        {
            keys.Dispose();
            values.Dispose();
        }

        _layers.Clear();
    }

    private void Replace(string layer, Tensor keys, Tensor values)
    {
        if (_layers.TryGetValue(layer, out (Tensor Keys, Tensor Values) before))
        {
            before.Keys.Dispose();
            before.Values.Dispose();
        }

        // References of its own: the caller's go with the caller's scope.
        _layers[layer] = (keys.Share().Own(), values.Share().Own());
    }
}
