using System;

namespace Calque.Tokenizers.Loading;

/// <summary>The small fields of the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal sealed class ModelFields(JsonFields fields, string place)
{
    /// <summary>File and path, for messages.</summary>
    public string Place => place;

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => fields.Has(name);

    /// <summary>A string, or null where the field is absent or null.</summary>
    public string? OptionalText(string name)
    {
        JsonPart value = fields[name];
        if (ComponentJson.IsAbsent(value))
            return null;
        if (value.ValueKind != JsonKind.String)
            ComponentJson.Throw($"{place}.{name}", ComponentJson.Describe(value), "a string or null");
        return value.GetString();
    }

    /// <summary>A string, or a given one where the field is absent or null.</summary>
    public string Text(string name, string absent) => OptionalText(name) ?? absent;

    /// <summary>A truth value, false where the field is absent or null.</summary>
    public bool Flag(string name)
    {
        JsonPart value = fields[name];
        if (ComponentJson.IsAbsent(value))
            return false;
        if (value.ValueKind is not (JsonKind.True or JsonKind.False))
            ComponentJson.Throw($"{place}.{name}", ComponentJson.Describe(value), "true or false");
        return value.ValueKind == JsonKind.True;
    }

    /// <summary>A whole number, or null where the field is absent or null.</summary>
    public int? OptionalCount(string name)
    {
        JsonPart value = fields[name];
        if (ComponentJson.IsAbsent(value))
            return null;
        if (value.ValueKind != JsonKind.Number || !value.TryGetUInt64(out ulong number))
        {
            ComponentJson.Throw($"{place}.{name}", ComponentJson.Describe(value), "a whole number of at least 0");
            return null;
        }

        return (int)Math.Min(number, int.MaxValue);
    }

    /// <summary>A whole number, or a given one where the field is absent or null.</summary>
    public int Count(string name, int absent) => OptionalCount(name) ?? absent;

    /// <summary>A number from 0 to 1; 0 where the field is absent or null.</summary>
    public double Probability(string name)
    {
        JsonPart value = fields[name];
        if (ComponentJson.IsAbsent(value))
            return 0;
        double number = double.NaN;
        if (value.ValueKind != JsonKind.Number || !value.TryGetDouble(out number) || number is not (>= 0 and <= 1))
            ComponentJson.Throw($"{place}.{name}", ComponentJson.Describe(value), "a probability from 0 to 1");
        return number;
    }
}
