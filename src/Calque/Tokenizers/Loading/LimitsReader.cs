
namespace Calque.Tokenizers.Loading;

/// <summary>Reads the truncation and padding that a <c>tokenizer.json</c> carries.</summary>
internal static class LimitsReader
{
    /// <summary>Reads <c>truncation</c>; null where there is none.</summary>
    public static TruncationOptions? ReadTruncation(JsonPart json, string place) => ComponentJson.IsAbsent(json) ? null : new TruncationOptions
    {
        MaxLength = ComponentJson.ReadCount(json, "max_length", place),
        Stride = ComponentJson.ReadCount(json, "stride", place, absent: 0),
        Side = ReadSide(json, place),
        Strategy = ReadName(json, "strategy", place, "LongestFirst") switch
        {
            "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            string other => Refuse<TruncationStrategy>($"{place}.strategy", other, "LongestFirst, OnlyFirst or OnlySecond"),
        },
    };

    /// <summary>Reads <c>padding</c>; null where there is none.</summary>
    public static PaddingOptions? ReadPadding(JsonPart json, string place)
    {
        if (ComponentJson.IsAbsent(json))
            return null;
        JsonPart strategy = ComponentJson.ReadField(json, "strategy", place, "\"BatchLongest\" or {\"Fixed\": n}");
        int? length = null;
        if (strategy.ValueKind == JsonKind.Object)
            length = ComponentJson.ReadCount(strategy, "Fixed", $"{place}.strategy");
        else if (strategy.ValueKind != JsonKind.String || strategy.GetString() != "BatchLongest")
            ComponentJson.Throw($"{place}.strategy", ComponentJson.Describe(strategy), "\"BatchLongest\" or {\"Fixed\": n}");
        bool hasMultiple = json.TryGetProperty("pad_to_multiple_of", out JsonPart multiple) && !ComponentJson.IsAbsent(multiple);
        return new PaddingOptions
        {
            Length = length,
            Side = ReadSide(json, place),
            MultipleOf = hasMultiple ? ComponentJson.ReadCount(json, "pad_to_multiple_of", place) : null,
            Id = ComponentJson.ReadCount(json, "pad_id", place),
            TypeId = ComponentJson.ReadCount(json, "pad_type_id", place),
            Token = ComponentJson.ReadString(json, "pad_token", place),
        };
    }

    private static TextSide ReadSide(JsonPart json, string place) => ReadName(json, "direction", place, "Right") switch
    {
        "Right" => TextSide.Right,
        "Left" => TextSide.Left,
        string other => Refuse<TextSide>($"{place}.direction", other, "Left or Right"),
    };

    private static string ReadName(JsonPart json, string name, string place, string absent) =>
        json.ValueKind == JsonKind.Object && !json.TryGetProperty(name, out _) ? absent : ComponentJson.ReadString(json, name, place);

    private static T Refuse<T>(string place, string found, string expected)
    {
        ComponentJson.Throw(place, $"\"{found}\"", expected);
        return default!; // not reached: Throw does not return
    }
}
