using System.Collections.Generic;
using System.Globalization;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>Reads the added tokens of a <c>tokenizer.json</c>.</summary>
internal static class AddedTokensReader
{
    /// <summary>Reads the list into the vocabulary; ids that come out otherwise than written are warned of.</summary>
    public static void Read(JsonPart json, string place, TokenizerModel model, AddedVocabulary added, List<string> warnings)
    {
        if (ComponentJson.IsAbsent(json))
            return;
        if (json.ValueKind != JsonKind.Array)
            ComponentJson.Throw(place, ComponentJson.Describe(json), "an array");
        int index = 0;
        var contents = new List<string>();
        var wishes = new List<int>();
        foreach (JsonPart element in json.EnumerateArray())
        {
            string here = string.Create(CultureInfo.InvariantCulture, $"{place}[{index++}]");
            AddedToken token = ReadToken(element, here);
            int wish = ReadId(element, here);
            added.Add(token, model);
            contents.Add(token.Content);
            wishes.Add(wish);
        }

        for (int i = 0; i < contents.Count; i++)
        {
            if (added.TryGetId(contents[i], out int id) && id != wishes[i])
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: the added token \"{contents[i]}\" has the id {id} and not {wishes[i]}, as everywhere else where this file is read"));
        }
    }

    /// <summary>Reads one token in the form of <c>tokenizer.json</c>; its id is left at 0.</summary>
    public static AddedToken ReadToken(JsonPart json, string place)
    {
        string content = ComponentJson.ReadString(json, "content", place);
        bool special = ComponentJson.ReadBoolean(json, "special", place, absent: false);
        return new AddedToken(0, content, ComponentJson.ReadBoolean(json, "single_word", place, absent: false),
            ComponentJson.ReadBoolean(json, "lstrip", place, absent: false), ComponentJson.ReadBoolean(json, "rstrip", place, absent: false),
            ComponentJson.ReadBoolean(json, "normalized", place, absent: !special), special);
    }

    private static int ReadId(JsonPart json, string place)
    {
        JsonPart id = ComponentJson.ReadField(json, "id", place, "a whole number");
        if (id.ValueKind != JsonKind.Number || !id.TryGetInt64(out long value) || value is < 0 or >= VocabularyBuilder.IdCeiling)
        {
            ComponentJson.Throw($"{place}.id", ComponentJson.Describe(id),
                string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {VocabularyBuilder.IdCeiling - 1}"));
            return 0;
        }

        return (int)value;
    }
}
