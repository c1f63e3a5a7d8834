using System;
using System.IO;
using System.Text.Json.Nodes;
using Calque.Tests.Support;

namespace Calque.Neural.Tests.Support;

/// <summary>A copy of a fixture's model with another configuration.</summary>
internal sealed class TemporaryModel : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public TemporaryModel(string fixture, Action<JsonObject> change)
    {
        foreach (string file in Directory.GetFiles(fixture))
            File.Copy(file, System.IO.Path.Combine(_folder.Path, System.IO.Path.GetFileName(file)));
        string config = System.IO.Path.Combine(_folder.Path, "config.json");
        JsonObject json = (JsonObject)JsonNode.Parse(File.ReadAllText(config))!;
        change(json);
        File.WriteAllText(config, json.ToJsonString());
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
