using System;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz;

/// <summary>The drawn numbers of one case: they follow from format, seed and number alone, so that any case can be made again by itself.</summary>
internal sealed class FuzzDraw
{
    private readonly TinyGenerator _generator;

    public FuzzDraw(string format, ulong seed, int number)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in format)
            hash = (hash ^ letter) * 1099511628211;
        // One step of a generator over each part: neighbouring cases have nothing in common.
        hash = new TinyGenerator(hash ^ seed).Next();
        _generator = new TinyGenerator(new TinyGenerator(hash + (ulong)number).Next());
    }

    public ulong Next() => _generator.Next();

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; 0 where there is none.</summary>
    public int Next(int bound) => bound <= 1 ? 0 : _generator.Next(bound);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool Once(int times) => Next(times) == 0;

    public T Pick<T>(ReadOnlySpan<T> values) => values[Next(values.Length)];
}
