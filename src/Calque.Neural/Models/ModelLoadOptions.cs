using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>How a model is loaded.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Which head it has; null: the one that config.json names under <c>architectures</c>, or none.</summary>
    public HeadKind? Head { get; init; }

    /// <summary>Names of a classifier's classes, in the order of their numbers; null: those of config.json. They are written with the model.
    /// A stored classifier of another count of classes is drawn anew; one of the same count is kept, and its rows get these names.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether its parameters will be changed: they are copied instead of mapped, and gradients are added up for them.</summary>
    public bool ForTraining { get; init; }

    /// <summary>Where it lies.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>Keys the draw of a head that the files lack.</summary>
    public ulong Seed { get; init; }
}
