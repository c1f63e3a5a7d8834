using System;
using System.Globalization;

namespace Calque.Numerics.Neighbors;

/// <summary>How a neighbour search runs. Nothing here changes the result.</summary>
public sealed record NeighborSearchOptions
{
    /// <summary>Threads that work at the same time; default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Queries that one thread takes at a time; 0 (the default) chooses what keeps to a usual second-level cache.</summary>
    public int BlockRows { get; init; }

    /// <summary>What finds the candidates; one that the machine or the shape does not allow is replaced by <see cref="NeighborScreen.None"/>.</summary>
    public NeighborScreen Screen { get; init; } = NeighborScreen.Automatic;

    /// <summary>The instruction set to use; null: the best one.</summary>
    internal InstructionSet? InstructionSet { get; init; }

    /// <summary>The principal components that a screen of them uses; 0: what a sample finds best.</summary>
    internal int Components { get; init; }

    internal void Validate()
    {
        if (Threads < 1)
        {
            throw new InvalidOptionException(
                "--threads", Threads.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all processors.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(BlockRows);
        ArgumentOutOfRangeException.ThrowIfNegative(Components);
    }
}
