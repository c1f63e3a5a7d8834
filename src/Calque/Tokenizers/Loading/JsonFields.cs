using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Calque.Tokenizers.Loading;

/// <summary>The fields of a JSON object by name: a handful, so they are looked for one by one.</summary>
internal sealed class JsonFields
{
    private readonly List<Field> _fields = [];

    /// <summary>The value of a field; of kind Undefined where there is none.</summary>
    public JsonElement this[string name] => Find(name) is Field field ? field.Value : default;

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Sets a field; a later one of the same name replaces the earlier one.</summary>
    public void Set(string name, JsonElement value)
    {
        if (Find(name) is Field known)
            known.Value = value;
        else
            _fields.Add(new Field(name) { Value = value });
    }

    private Field? Find(string name)
    {
        foreach (Field field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
                return field;
        }

        return null;
    }

    // A class, since lists of classes are compiled already in the runtime's own library, and each start of the command counts.
    private sealed class Field(string name)
    {
        public string Name => name;

        public JsonElement Value { get; set; }
    }
}
