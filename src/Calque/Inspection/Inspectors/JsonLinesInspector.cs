using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Calque.Inspection.Inspectors;

/// <summary>A file with a JSON object a line, such as texts, or the ids that <c>calque tokenizer encode</c> writes.</summary>
internal sealed class JsonLinesInspector : Inspector
{
    public override string Kind => "JSON lines";

    public override bool ReadsGzip => true;

    public override bool Recognises(InspectedInput input) => input.Json is { HasMoreLines: true };

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        SortedDictionary<string, long> keys = new(StringComparer.Ordinal);
        List<IReadOnlyList<InspectionValue>> first = [];
        long count = 0;
        foreach ((int line, JsonObject json) in JsonLines.Read(input.Path, progress, cancellation))
        {
            count++;
            foreach ((string key, _) in json)
                keys[key] = keys.GetValueOrDefault(key) + 1;
            if (first.Count < options.Limit)
                first.Add([line, JsonSections.Value(json)]);
        }

        InspectionDraft draft = new(options.Limit);
        draft.Section("file").Fact("objects", count).Table(["key", "lines"], keys.Select(pair => (IReadOnlyList<InspectionValue>)[pair.Key, pair.Value]));
        draft.Section("first lines").Table(["line", "object"], first, count);
        return draft.Finish(Kind, input.Path);
    }
}
