using System;
using System.Globalization;

namespace Calque.Numerics.Neighbors;

/// <summary>How a neighbour search runs. Nothing here changes the result.</summary>
public sealed record NeighborSearchOptions
{
    /// <summary>Threads that work at the same time; default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Queries that one thread takes at a time; 0 (the default) chooses about 512 KB, half of a usual second-level cache.</summary>
    public int BlockRows { get; init; }

    /// <summary>The instruction set to use; null: the best one.</summary>
    internal InstructionSet? InstructionSet { get; init; }

    internal void Validate()
    {
        if (Threads < 1)
        {
            throw new InvalidOptionException(
                "--threads", Threads.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all processors.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(BlockRows);
    }
}
