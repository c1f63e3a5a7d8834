using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Calque.Tests.OpensElsewhere;

/// <summary>The vocabulary of a tokenizer.json, read from its public form: the model's tokens, then the added ones.</summary>
internal sealed class IndependentTokenizer
{
    private readonly Dictionary<int, string> _tokens = [];
    private readonly HashSet<int> _special = [];

    public IndependentTokenizer(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab");
        if (vocabulary.ValueKind == JsonValueKind.Array)
        {
            // Unigram: pieces with scores; the id is the place.
            int id = 0;
            foreach (JsonElement piece in vocabulary.EnumerateArray())
                _tokens[id++] = piece[0].GetString()!;
        }
        else
        {
            foreach (JsonProperty entry in vocabulary.EnumerateObject())
                _tokens[entry.Value.GetInt32()] = entry.Name;
        }

        foreach (JsonElement added in json.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            int id = added.GetProperty("id").GetInt32();
            _tokens[id] = added.GetProperty("content").GetString()!;
            if (added.GetProperty("special").GetBoolean())
                _special.Add(id);
        }
    }

    /// <summary>Highest id + 1.</summary>
    public int Size => _tokens.Keys.Max() + 1;

    public string? Token(int id) => _tokens.GetValueOrDefault(id);

    public int? Id(string token) => _tokens.Where(pair => pair.Value == token).Select(pair => (int?)pair.Key).SingleOrDefault();

    public bool IsSpecial(int id) => _special.Contains(id);
}
