using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.Inputs;

namespace Calque.Inspection.Inspectors;

/// <summary>Reads a file of JSON objects, one a line, with the line's number in every error.</summary>
internal static class JsonLines
{
    /// <summary>Hands out every object with its line's number.</summary>
    /// <exception cref="InvalidInputException">A line is no JSON object.</exception>
    public static IEnumerable<KeyValuePair<int, JsonObject>> Read(
        string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        using LineReader lines = new(InputFile.OpenRead(path, InspectedInput.Fault), path, InspectedInput.Fault);
        while (TryRead(lines, path, out JsonObject? json))
        {
            if (lines.LineNumber % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new OperationProgress("reading", lines.LineNumber, 0, "lines"));
            }

            if (json is not null)
                yield return new KeyValuePair<int, JsonObject>(lines.LineNumber, json);
        }
    }

    // An iterator cannot hold the span of a line.
    private static bool TryRead(LineReader lines, string path, out JsonObject? json)
    {
        json = null;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
            return false;
        if (line.Trim(" \t"u8).IsEmpty)
            return true;
        string place = InspectionDraft.Text($"{path}, line {lines.LineNumber}");
        try
        {
            JsonNode? node = JsonNode.Parse(line, null, new JsonDocumentOptions { MaxDepth = 64 });
            JsonSections.Decode(node);
            json = node as JsonObject
                ?? throw new InvalidInputException(place, "JSON that is no object", "a JSON object", "The file is damaged: write it again.");
            return true;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidInputException(place, $"no valid JSON ({error.Message})", "a JSON object", "The file may have been cut short: write it again.", error);
        }
    }
}
