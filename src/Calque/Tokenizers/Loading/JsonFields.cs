using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Loading;

/// <summary>The fields of a JSON object by name: a handful, so they are looked for one by one.</summary>
internal sealed class JsonFields
{
    private readonly List<Field> _fields = [];

    /// <summary>The value of a field; of kind Undefined where there is none.</summary>
    public JsonPart this[string name] => Find(name) is Field field ? field.Value : JsonPart.Absent;

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Sets a field; a later one of the same name replaces the earlier one.</summary>
    public void Set(string name, JsonPart value)
    {
        if (Find(name) is Field known)
            known.Value = value;
        else
            _fields.Add(new Field(name, value));
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
    private sealed class Field(string name, JsonPart value)
    {
        public string Name => name;

        public JsonPart Value { get; set; } = value;
    }
}
