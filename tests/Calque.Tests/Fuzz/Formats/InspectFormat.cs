using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Inspection;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>What <c>calque inspect</c> is given: a manifest, a provenance, and any file of the other formats under a name that tells nothing.</summary>
internal sealed class InspectFormat : FuzzFormat
{
    private readonly Func<IReadOnlyList<FuzzFile[]>> _make;

    private InspectFormat(string name, Func<IReadOnlyList<FuzzFile[]>> make)
        : base(name) => _make = make;

    public static InspectFormat Manifest { get; } = new("manifest", () => OfTransfer("calque.manifest.json", FuzzShape.Json));

    public static InspectFormat Provenance { get; } = new("provenance", () => OfTransfer("provenance.jsonl", FuzzShape.Lines));

    public static InspectFormat Any { get; } = new("inspect-any", () =>
    [
        .. FuzzCatalogue.Readers.SelectMany(format => format.Inputs.Take(2)).Select(input => input.FirstOrDefault(file => !file.IsFixed))
            .Where(file => file is { Content.Length: < 30_000 }).Select(file => (FuzzFile[])[file! with { Name = "file" }]).Where(IsKnown),
    ]);

    /// <summary>A file is looked at twice here, as a whole and for a token.</summary>
    public override long AllocationBase => 2 * TokenizerUse.Memory;

    public override void Use(string directory)
    {
        string path = Path.Combine(directory, "file");
        InspectionResult result = InspectPath.RunAsync(new InspectOptions { Path = path }).GetAwaiter().GetResult();
        _ = System.Text.Json.JsonSerializer.Serialize(result, InspectionJson.Default.InspectionResult);
        try
        {
            InspectPath.RunAsync(new InspectOptions { Path = path, Token = "house", Limit = 3 }).GetAwaiter().GetResult();
        }
        catch (CalqueException error) when (error.ExitCode is 2 or 3)
        {
            // The kinds that have no tokens say so, the others that this one is not among them.
        }
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() => _make();

    /// <summary>Files that mean nothing alone, such as a vocabulary without its merges, are no input that works.</summary>
    private static bool IsKnown(FuzzFile[] input)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["file"], input[0].Content);
        try
        {
            InspectPath.RunAsync(new InspectOptions { Path = directory["file"] }).GetAwaiter().GetResult();
            return true;
        }
        catch (CalqueException)
        {
            return false;
        }
    }

    private static FuzzFile[][] OfTransfer(string name, FuzzShape shape)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "Unigram");
        TransferModel.RunAsync(options).GetAwaiter().GetResult();
        return [[new FuzzFile("file", File.ReadAllBytes(Path.Combine(options.Output!, name)), shape)]];
    }
}
