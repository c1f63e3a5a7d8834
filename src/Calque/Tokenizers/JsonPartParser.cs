using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.Loading;

namespace Calque.Tokenizers;

/// <summary>Reads a JSON text (RFC 8259) into parts; answers null for everything that is none.</summary>
/// <param name="json">Valid UTF-8.</param>
/// <param name="depth">How many levels there may be.</param>
internal sealed class JsonPartParser(byte[] json, int depth)
{
    /// <summary>The levels that the framework's reader allows by default.</summary>
    public const int UsualDepth = 64;

    private int _at;

    /// <summary>The text's one value.</summary>
    public JsonPart? ParseAll()
    {
        JsonPart? part = ParseValue(depth);
        SkipSpace();
        return _at == json.Length ? part : null;
    }

    /// <summary>The text of a written string, quotes included; null where its escapes make none.</summary>
    public static string? Decode(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> inner = raw[1..^1];
        if (inner.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(inner);
        var reader = new PlainJson(raw);
        return reader.TryReadString(out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : null;
    }

    private JsonPart? ParseValue(int levels)
    {
        SkipSpace();
        if (_at == json.Length)
            return null;
        int start = _at;
        switch (json[_at])
        {
            case (byte)'{':
                return levels > 0 ? ParseObject(levels - 1) : null;
            case (byte)'[':
                return levels > 0 ? ParseArray(levels - 1) : null;
            case (byte)'"':
                return SkipString() ? new JsonPart(JsonKind.String, json, start, _at) : null;
            case (byte)'t':
                return ParseWord("true"u8, JsonKind.True);
            case (byte)'f':
                return ParseWord("false"u8, JsonKind.False);
            case (byte)'n':
                return ParseWord("null"u8, JsonKind.Null);
            default:
                while (_at < json.Length && json[_at] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E')
                    _at++;
                return PlainJson.IsNumber(json.AsSpan(start, _at - start)) ? new JsonPart(JsonKind.Number, json, start, _at) : null;
        }
    }

    private JsonPart? ParseObject(int levels)
    {
        int start = _at++;
        var members = new List<JsonMember>();
        if (Take((byte)'}'))
            return new JsonPart(JsonKind.Object, json, start, _at);
        do
        {
            SkipSpace();
            int name = _at;
            if (!SkipString())
                return null;
            int end = _at;
            if (!Take((byte)':') || ParseValue(levels) is not JsonPart value)
                return null;
            members.Add(new JsonMember(Decode(json.AsSpan(name, end - name)), value));
        }
        while (Take((byte)','));
        return Take((byte)'}') ? new JsonPart(JsonKind.Object, json, start, _at, members: members.ToArray()) : null;
    }

    private JsonPart? ParseArray(int levels)
    {
        int start = _at++;
        var items = new List<JsonPart>();
        if (Take((byte)']'))
            return new JsonPart(JsonKind.Array, json, start, _at);
        do
        {
            if (ParseValue(levels) is not JsonPart item)
                return null;
            items.Add(item);
        }
        while (Take((byte)','));
        return Take((byte)']') ? new JsonPart(JsonKind.Array, json, start, _at, items: items.ToArray()) : null;
    }

    private JsonPart? ParseWord(ReadOnlySpan<byte> word, JsonKind kind)
    {
        int start = _at;
        if (!json.AsSpan(_at).StartsWith(word))
            return null;
        _at += word.Length;
        return new JsonPart(kind, json, start, _at);
    }

    private bool SkipString()
    {
        if (_at == json.Length || json[_at] != '"')
            return false;
        while (true)
        {
            _at = PlainJson.FindSpecial(json, _at + 1);
            if (_at >= json.Length || json[_at] < 0x20)
                return false;
            if (json[_at] == '"')
            {
                _at++;
                return true;
            }

            if (++_at == json.Length)
                return false;
            if (json[_at] == 'u')
            {
                if (!PlainJson.TryReadUnit(json, _at + 1, out _))
                    return false;
                _at += 4;
            }
            else if ("\"\\/bfnrt"u8.IndexOf(json[_at]) < 0)
            {
                return false;
            }
        }
    }

    private bool Take(byte sign)
    {
        SkipSpace();
        if (_at == json.Length || json[_at] != sign)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < json.Length && json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }
}
