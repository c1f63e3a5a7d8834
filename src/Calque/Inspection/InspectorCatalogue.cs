using System.Collections.Generic;
using System.Linq;
using Calque.Formats.Inputs;
using Calque.Inspection.Inspectors;

namespace Calque.Inspection;

/// <summary>The kinds of things that can be inspected, in the order in which they are tried. A new kind is one line here.</summary>
internal static class InspectorCatalogue
{
    private static readonly PyTorchInspector s_archives = new();

    public static IReadOnlyList<Inspector> All { get; } =
    [
        new ModelDirectoryInspector(),
        new PlanInspector(),
        new SafetensorsInspector(),
        s_archives,
        new TokenizerInspector(),
        new ManifestInspector(),
        new ProvenanceInspector(),
        new JsonLinesInspector(),
        new JsonFileInspector(),
        new WordVectorsInspector(),
        new DictionaryInspector(),
    ];

    /// <summary>The first one that recognises the input.</summary>
    /// <exception cref="InvalidInputException">None does; the error names all that were tried.</exception>
    public static Inspector Find(InspectedInput input)
    {
        string kinds = string.Join(", ", All.Select(inspector => inspector.Kind));
        // Pointers, web pages and other archives would pass for text or for nothing; zip archives and pickles have their reader.
        if (!input.IsDirectory && !s_archives.Recognises(input))
            ForeignContent.Refuse(input.Sample, input.Path, kinds, InspectedInput.Fault);
        foreach (Inspector inspector in All)
        {
            if (inspector.Recognises(input))
                return inspector;
        }

        if (input.IsDirectory)
        {
            string names = input.FileNames.Count == 0 ? "no files" : string.Join(", ", input.FileNames.Take(5)) + (input.FileNames.Count > 5 ? ", …" : "");
            throw new InvalidInputException(
                input.Path, $"a directory with {names}", "a model directory, a tokenizer or a plan",
                "A model directory has config.json and weights, a tokenizer tokenizer.json or its older files, a plan plan.safetensors.");
        }

        if (input.Sample.Length == 0)
            throw new InvalidInputException(input.Path, "an empty file", kinds, "The download may have failed: fetch it again.");
        throw new InvalidInputException(
            input.Path, "a file of no kind that Calque reads or writes", kinds, "The kind is told by content; each of these was tried.");
    }
}
