using System;
using System.Globalization;

namespace Calque.Retrieval;

/// <summary>How translations are retrieved.</summary>
public sealed record RetrievalOptions
{
    /// <summary>The score; default <see cref="RetrievalMethod.Csls"/>.</summary>
    public RetrievalMethod Method { get; init; } = RetrievalMethod.Csls;

    /// <summary>Neighbours of CSLS; default 10, as published. A smaller vocabulary gives what there is.</summary>
    public int Neighborhood { get; init; } = 10;

    /// <summary>β of the inverted softmax; default 30.</summary>
    public double InverseTemperature { get; init; } = 30;

    /// <summary>Threads that work at the same time; default: all processors. The results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        if (Neighborhood is < 1 or > 1000)
        {
            throw new InvalidOptionException(
                "--neighborhood", Neighborhood.ToString(CultureInfo.InvariantCulture), "a number from 1 to 1000", "CSLS is used with 10.");
        }

        if (!(InverseTemperature > 0 && InverseTemperature <= 1000))
        {
            throw new InvalidOptionException(
                "--inverse-temperature", InverseTemperature.ToString("R", CultureInfo.InvariantCulture), "a number above 0, up to 1000", "30 is usual.");
        }

        if (Threads < 1)
        {
            throw new InvalidOptionException(
                "--threads", Threads.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out to use all processors.");
        }
    }
}
