namespace Calque.DictionaryLab;

/// <summary>What <see cref="UndoRepair"/> is to do.</summary>
public sealed record UndoRepairOptions
{
    /// <summary>The list of changes that the repair wrote (<c>--undo</c>).</summary>
    public required string Log { get; init; }

    /// <summary>The repaired dictionary (<c>--dictionary</c>); null: where the list says that it was written.</summary>
    public string? Repaired { get; init; }

    /// <summary>Where to write the original again (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>Whether a file that is there may be replaced (<c>--force</c>).</summary>
    public bool Overwrite { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A path is empty.</exception>
    public void Validate()
    {
        CheckDictionaryOptions.Require("--undo", Log);
        CheckDictionaryOptions.Require("--output", Output);
        if (Repaired is not null)
            CheckDictionaryOptions.Require("--dictionary", Repaired);
    }
}
