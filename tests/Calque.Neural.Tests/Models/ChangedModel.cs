using System;
using System.IO;
using System.Text.Json.Nodes;
using Calque.Tests.Support;

namespace Calque.Neural.Tests.Models;

/// <summary>A copy of a fixture with another config.json; gone after the test.</summary>
internal sealed class ChangedModel : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ChangedModel(string fixture, Action<JsonObject> change)
    {
        foreach (string file in Directory.GetFiles(Fixtures.Path("neural", fixture)))
            File.Copy(file, _directory[System.IO.Path.GetFileName(file)]);
        JsonObject config = JsonNode.Parse(File.ReadAllText(_directory["config.json"]))!.AsObject();
        change(config);
        File.WriteAllText(_directory["config.json"], config.ToJsonString());
    }

    public string Path => _directory.Path;

    public void Dispose() => _directory.Dispose();
}
