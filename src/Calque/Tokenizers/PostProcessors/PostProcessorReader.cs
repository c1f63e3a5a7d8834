using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace Calque.Tokenizers.PostProcessors;

/// <summary>Makes post-processors from the <c>post_processor</c> part of a <c>tokenizer.json</c>.</summary>
public static class PostProcessorReader
{
    private const int MaximumDepth = 64;
    private static readonly string[] Kinds = ["TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel", "Sequence"];

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static PostProcessor? Read(JsonElement json, string place) => ReadPart(JsonPart.From(json), place);

    /// <summary>Reads the part; null where it is absent or null.</summary>
    internal static PostProcessor? ReadPart(JsonPart json, string place) => ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static PostProcessor Read(JsonPart json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        switch (ComponentJson.ReadType(json, place, Kinds, []))
        {
            case "TemplateProcessing":
                return ReadTemplate(json, place);
            case "BertProcessing":
                return new BertPostProcessor(ReadToken(json, "sep", place), ReadId(json, "sep", place), ReadToken(json, "cls", place), ReadId(json, "cls", place));
            case "RobertaProcessing":
                return new RobertaPostProcessor(ReadToken(json, "sep", place), ReadId(json, "sep", place), ReadToken(json, "cls", place), ReadId(json, "cls", place),
                    ComponentJson.ReadBoolean(json, "trim_offsets", place, absent: true), ComponentJson.ReadBoolean(json, "add_prefix_space", place, absent: true));
            case "ByteLevel":
                return new ByteLevelPostProcessor(
                    ComponentJson.ReadBoolean(json, "trim_offsets", place, absent: true), ComponentJson.ReadBoolean(json, "add_prefix_space", place, absent: true));
            default:
                var parts = new List<PostProcessor>();
                foreach (JsonPart part in ComponentJson.ReadArray(json, "processors", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.processors[{parts.Count}]"), depth + 1));
                return new PostProcessorSequence(parts);
        }
    }

    private static string ReadToken(JsonPart json, string name, string place) => ReadPair(json, name, place)[0].GetString()!; // checked to be a string

    private static int ReadId(JsonPart json, string name, string place) => CheckId(ReadPair(json, name, place)[1], $"{place}.{name}[1]");

    private static JsonPart ReadPair(JsonPart json, string name, string place)
    {
        JsonPart pair = ComponentJson.ReadArray(json, name, place);
        if (pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonKind.String)
            ComponentJson.Throw($"{place}.{name}", ComponentJson.Describe(pair), "[token, id]");
        return pair;
    }

    private static int CheckId(JsonPart value, string place)
    {
        if (value.ValueKind != JsonKind.Number || !value.TryGetInt32(out int id) || id is < 0 or >= Models.VocabularyBuilder.IdCeiling)
        {
            ComponentJson.Throw(place, ComponentJson.Describe(value), "the id of a token");
            return 0;
        }

        return id;
    }

    private static TemplatePostProcessor ReadTemplate(JsonPart json, string place)
    {
        JsonPart tokens = ComponentJson.ReadField(json, "special_tokens", place, "an object");
        if (tokens.ValueKind != JsonKind.Object)
            ComponentJson.Throw($"{place}.special_tokens", ComponentJson.Describe(tokens), "an object");
        List<TemplatePart> single = ReadParts(json, "single", tokens, place);
        List<TemplatePart> pair = ReadParts(json, "pair", tokens, place);
        if (single.Exists(part => part.Sequence == 1))
            ComponentJson.Throw($"{place}.single", "the sequence B", "the sequence A alone");
        if (!pair.Exists(part => part.Sequence == 0) || !pair.Exists(part => part.Sequence == 1))
            ComponentJson.Throw($"{place}.pair", "a template without both sequences", "the sequences A and B");
        return new TemplatePostProcessor(single, pair, place);
    }

    private static List<TemplatePart> ReadParts(JsonPart json, string name, JsonPart tokens, string place)
    {
        var parts = new List<TemplatePart>();
        foreach (JsonPart element in ComponentJson.ReadArray(json, name, place).EnumerateArray())
        {
            string here = string.Create(CultureInfo.InvariantCulture, $"{place}.{name}[{parts.Count}]");
            if (element.ValueKind != JsonKind.Object)
                ComponentJson.Throw(here, ComponentJson.Describe(element), "a Sequence or a SpecialToken");
            if (element.TryGetProperty("Sequence", out JsonPart sequence))
            {
                string id = ComponentJson.ReadString(sequence, "id", here);
                if (id is not ("A" or "B"))
                    ComponentJson.Throw(here, $"\"{id}\"", "\"A\" or \"B\"");
                parts.Add(new TemplatePart(id == "A" ? 0 : 1, ComponentJson.ReadCount(sequence, "type_id", here), [], []));
                continue;
            }

            JsonPart special = ComponentJson.ReadField(element, "SpecialToken", here, "an object");
            string token = ComponentJson.ReadString(special, "id", here);
            int typeId = ComponentJson.ReadCount(special, "type_id", here);
            if (!tokens.TryGetProperty(token, out JsonPart definition))
                ComponentJson.Throw(here, $"the special token \"{token}\"", "a token that special_tokens defines");
            parts.Add(ReadSpecial(definition, typeId, $"{place}.special_tokens.{token}"));
        }

        return parts;
    }

    private static TemplatePart ReadSpecial(JsonPart definition, int typeId, string place)
    {
        var ids = new List<int>();
        var texts = new List<string>();
        foreach (JsonPart id in ComponentJson.ReadArray(definition, "ids", place).EnumerateArray())
            ids.Add(CheckId(id, $"{place}.ids"));
        foreach (JsonPart text in ComponentJson.ReadArray(definition, "tokens", place).EnumerateArray())
        {
            if (text.ValueKind != JsonKind.String)
                ComponentJson.Throw($"{place}.tokens", ComponentJson.Describe(text), "strings");
            texts.Add(text.GetString()!); // checked to be a string
        }

        if (ids.Count != texts.Count)
            ComponentJson.Throw(place, $"{ids.Count} ids and {texts.Count} tokens", "as many ids as tokens");
        return new TemplatePart(-1, typeId, ids, texts);
    }
}
