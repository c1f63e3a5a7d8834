using System;
using System.Linq;
using System.Threading;

namespace Calque.Inspection.Inspectors;

/// <summary>A JSON file that is none of the other kinds: a configuration, an index of shards, a map of special tokens.</summary>
internal sealed class JsonFileInspector : Inspector
{
    public override string Kind => "JSON file";

    public override bool ReadsGzip => true;

    public override bool Recognises(InspectedInput input) => input.Json is not null;

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        InspectionDraft draft = new(options.Limit);
        JsonSections.Add(draft, "values", JsonSections.Read(input.Path));
        return draft.Finish(Name(input.Json!), input.Path); // Recognises has found it
    }

    private static string Name(JsonOpening json)
    {
        if (json.Keys.ContainsKey("model_type") || json.Keys.ContainsKey("architectures"))
            return "model configuration (inspect its directory for the model)";
        if (json.Keys.ContainsKey("weight_map"))
            return "index of weight shards (inspect its directory for the model)";
        if (json.Keys.ContainsKey("tokenizer_class") || json.Keys.Keys.Any(key => key.EndsWith("_token", StringComparison.Ordinal)))
            return "tokenizer configuration (inspect its directory for the tokenizer)";
        return json.Keys.Keys.Any(key => key.EndsWith("_token_id", StringComparison.Ordinal)) ? "generation configuration" : "JSON file";
    }
}
