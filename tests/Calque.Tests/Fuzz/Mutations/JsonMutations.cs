using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a JSON text by its values and members: exchanged, repeated, left out, renamed, nested, taken from another text.</summary>
internal static class JsonMutations
{
    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-1", "1", "2", "1.5", "-0.0", "1e300", "1e999", "2147483647", "2147483648", "-2147483648", "4294967295", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"é\\u0301\"", "\"\\u001b[2J\"", "\"a b\"", "\"../../x\"", "\"/\"", "[]", "{}", "[[]]", "[0]", "[-1]", "[null]",
        "[9223372036854775807,2]", "[0,9223372036854775807]", "[4611686018427387904,4]", "{\"\":0}", "{\"type\":\"x\"}", "{\"type\":null}", "{\"String\":\"\"}", "{\"Regex\":\"(a+)+$\"}", "{\"Regex\":\"[\"}",
        "{\"Regex\":\"\"}", "[\"a\",\"b\"]", "[[\"a\",-1]]", "\"F32\"", "\"BF16\"", "\"I4\"", "1e-400", "01", "+1", "NaN", "'x'", "tru", "\"\\x\"", "//",
    ];

    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        List<JsonPart> parts = Parts(bytes);
        if (parts.Count == 0)
            return ByteMutations.Apply(bytes, donor, null, draw);
        JsonPart part = parts[draw.Next(parts.Count)];
        byte[] value = bytes[part.Start..part.End];
        switch (draw.Next(13))
        {
            case 0:
                JsonPart other = parts[draw.Next(parts.Count)];
                return Put(bytes, part, bytes[other.Start..other.End]);
            case 1:
                List<JsonPart> foreign = Parts(donor);
                return foreign.Count == 0 ? bytes : Put(bytes, part, Cut(donor, foreign[draw.Next(foreign.Count)]));
            case 2:
                return Delete(bytes, part);
            case 3:
                return [.. bytes[..part.MemberStart], .. bytes[part.MemberStart..part.End], (byte)',', .. bytes[part.MemberStart..]];
            case 4:
                return Put(bytes, part, Nested(value, 1 + draw.Next(draw.Once(8) ? 3000 : 80), draw.Once(2)));
            case 5:
                return part.MemberStart < part.Start ? Rename(bytes, part, parts[draw.Next(parts.Count)], draw) : Put(bytes, part, Value(draw));
            case 6:
                return Put(bytes, part, LongText(draw));
            case 7:
                return draw.Next(4) switch
                {
                    0 => [0xEF, 0xBB, 0xBF, .. bytes],
                    1 => [.. bytes, .. bytes],
                    2 => [.. bytes, 0],
                    _ => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
                };
            case 8:
                return Put(bytes, part, Number(value, draw));
            default:
                return Put(bytes, part, Value(draw));
        }
    }

    private static byte[] Value(FuzzDraw draw) => Encoding.UTF8.GetBytes(draw.Pick<string>(s_values));

    private static byte[] Put(byte[] bytes, JsonPart part, byte[] value) => [.. bytes[..part.Start], .. value, .. bytes[part.End..]];

    private static byte[] Cut(byte[] bytes, JsonPart part) => bytes[part.Start..part.End];

    private static byte[] Delete(byte[] bytes, JsonPart part)
    {
        int end = part.End;
        int start = part.MemberStart;
        if (end < bytes.Length && bytes[end] == (byte)',')
            end++;
        else if (start > 0 && bytes[start - 1] == (byte)',')
            start--;
        return [.. bytes[..start], .. bytes[end..]];
    }

    private static byte[] Rename(byte[] bytes, JsonPart part, JsonPart other, FuzzDraw draw)
    {
        byte[] name = other.MemberStart < other.Start && !draw.Once(3) ? bytes[other.MemberStart..other.Start] : [.. "\""u8, .. Encoding.UTF8.GetBytes(draw.Once(2) ? "" : "x\\ud800"), .. "\":"u8];
        return [.. bytes[..part.MemberStart], .. name, .. bytes[part.Start..]];
    }

    private static byte[] Nested(byte[] value, int depth, bool lists)
    {
        StringBuilder opening = new();
        StringBuilder closing = new();
        for (int level = 0; level < depth; level++)
        {
            opening.Append(lists ? "[" : "{\"type\":\"Sequence\",\"normalizers\":[");
            closing.Append(lists ? "]" : "]}");
        }

        return [.. Encoding.UTF8.GetBytes(opening.ToString()), .. value, .. Encoding.UTF8.GetBytes(closing.ToString())];
    }

    private static byte[] LongText(FuzzDraw draw)
    {
        string letter = draw.Pick<string>(["a", "é", "\U0001F600", "\\u0000", " ", "ﷺ", "\\\""]);
        StringBuilder text = new("\"");
        for (int times = 1 << draw.Next(12); times > 0; times--)
            text.Append(letter);
        return Encoding.UTF8.GetBytes(text.Append('"').ToString());
    }

    private static byte[] Number(byte[] value, FuzzDraw draw) =>
        long.TryParse(value, out long number)
            ? Encoding.UTF8.GetBytes(draw.Pick<long>([number + 1, number - 1, -number, number * 2, number + (1L << 32), number + 1000]).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : Value(draw);

    /// <summary>The values of a text, as far as it can be read.</summary>
    private static List<JsonPart> Parts(byte[] bytes)
    {
        List<JsonPart> parts = [];
        Stack<(int Member, int Start)> open = [];
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 10_000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        int member = -1;
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                int end = (int)reader.BytesConsumed;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        member = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((member < 0 ? start : member, start));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (int opened, int began) = open.Pop();
                        parts.Add(new JsonPart(opened, began, end));
                        break;
                    default:
                        parts.Add(new JsonPart(member < 0 ? start : member, start, end));
                        break;
                }

                member = -1;
            }
        }
        catch (JsonException)
        {
            // Damaged by an earlier step: what stands before the damage can still be edited.
        }

        return parts;
    }

    /// <summary>A value with its name before it, where it has one.</summary>
    private readonly record struct JsonPart(int MemberStart, int Start, int End);
}
