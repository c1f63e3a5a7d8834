using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Calque.Inspection;

/// <summary>Writes a value as JSON text, number or truth value.</summary>
internal sealed class InspectionValueConverter : JsonConverter<InspectionValue>
{
    public override InspectionValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long whole) => whole,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => reader.GetString(),
    };

    public override void Write(Utf8JsonWriter writer, InspectionValue value, JsonSerializerOptions options)
    {
        if (value.Whole is { } whole)
            writer.WriteNumberValue(whole);
        else if (value.Real is { } real && double.IsFinite(real))
            writer.WriteNumberValue(real);
        else if (value.Truth is { } truth)
            writer.WriteBooleanValue(truth);
        else if (value.Real is not null)
            writer.WriteStringValue(value.ToString());
        else
            writer.WriteStringValue(value.Text);
    }
}
