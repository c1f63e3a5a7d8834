namespace Calque.Tests.Fuzz;

/// <summary>A case that did not end as it must.</summary>
/// <param name="Format">The format.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Number">Of the case in the run.</param>
/// <param name="What">What happened.</param>
/// <param name="SavedAs">The directory with the files of the case; null where they were not kept.</param>
internal sealed record FuzzFailure(string Format, ulong Seed, int Number, string What, string? SavedAs)
{
    public override string ToString() =>
        $"{Format}, case {Number}: {What}\n  files: {SavedAs ?? "not kept"}\n  again: make fuzz FORMAT={Format} SEED={Seed} FIRST={Number} COUNT=1";
}
