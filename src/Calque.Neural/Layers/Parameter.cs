using System;
using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>A tensor that training changes, under the name it has in the model's files. It outlives every scope; the weights that hold it dispose of it.</summary>
public sealed class Parameter : IDisposable
{
    /// <summary>Takes ownership of a tensor.</summary>
    /// <param name="name">Its name in the model's files.</param>
    /// <param name="value">Float32, a leaf.</param>
    public Parameter(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = value.Own();
        Shape = value.Shape.ToArray();
        long elements = 1;
        foreach (long size in Shape)
            elements *= size;
        ElementCount = elements;
    }

    /// <summary>Its name in the model's files.</summary>
    public string Name { get; }

    /// <summary>The axes' lengths.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many numbers it has.</summary>
    public long ElementCount { get; }

    /// <summary>The numbers.</summary>
    public Tensor Value { get; }

    /// <summary>Whether gradients are added up for it and an optimizer may change it.</summary>
    public bool IsTrainable
    {
        get => Value.RequiresGradient;
        set => Value.RequiresGradient = value;
    }

    /// <inheritdoc/>
    public void Dispose() => Value.Dispose();
}
