using System;
using System.Collections.Generic;

namespace Calque.Tests.Fuzz;

/// <summary>What came of a run over one format.</summary>
internal sealed record FuzzReport(string Format, ulong Seed)
{
    public int Accepted { get; set; }

    public int Refused { get; set; }

    /// <summary>The most that a case took in multiples of what it may take.</summary>
    public double WorstAllocation { get; set; }

    /// <summary>The longest case, in CPU time of the process.</summary>
    public TimeSpan LongestCase { get; set; }

    public TimeSpan CpuTime { get; set; }

    public List<FuzzFailure> Failures { get; } = [];
}
