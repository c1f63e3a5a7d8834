using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="ConvertDictionary"/> did.</summary>
public sealed record DictionaryConversionResult
{
    /// <summary>The dictionary that was read.</summary>
    public required string Dictionary { get; init; }

    /// <summary>What it turned out to be.</summary>
    public required string Format { get; init; }

    /// <summary>The dictionary that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Lines that were read.</summary>
    public required int LinesRead { get; init; }

    /// <summary>Pairs in them.</summary>
    public required int PairsRead { get; init; }

    /// <summary>Pairs written.</summary>
    public required int PairsWritten { get; init; }

    /// <summary>How many pairs or lines were left out, by why.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }
}
