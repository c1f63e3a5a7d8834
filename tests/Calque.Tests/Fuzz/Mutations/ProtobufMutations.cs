using System;
using System.Collections.Generic;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a protocol buffer by its fields, in the message or one level down: left out, repeated, renumbered, retyped, with lengths that fit or lie.</summary>
internal static class ProtobufMutations
{
    private static readonly ulong[] s_numbers = [0, 1, 2, 3, 6, 127, 128, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue];

    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        List<ProtobufField> fields = Split(bytes);
        if (fields.Count == 0)
            return ByteMutations.Apply(bytes, donor, null, draw);
        // The first pieces matter most; further down one is like another.
        int place = draw.Next(draw.Once(2) ? Math.Min(fields.Count, 8) : fields.Count);
        if (draw.Once(8))
            place = fields.Count - 1 - draw.Next(Math.Min(2, fields.Count));
        ProtobufField field = fields[place];
        switch (draw.Next(9))
        {
            case 0:
                fields.RemoveAt(place);
                break;
            case 1:
                fields.Insert(place, fields[draw.Next(fields.Count)]);
                break;
            case 2:
                List<ProtobufField> foreign = Split(donor);
                if (foreign.Count > 0)
                    fields.Insert(place, foreign[draw.Next(foreign.Count)]);
                break;
            case 3:
                fields[place] = field with { Tag = draw.Pick<ulong>([8, 10, 13, 9, 11, 12, 15, 0, 18, 26, 34, 42, (ulong)draw.Next(1 << 16), uint.MaxValue]) };
                break;
            case 4:
                fields[place] = field with { LyingLength = draw.Pick<ulong>(s_numbers) };
                break;
            case 5 or 6 or 7 when field.IsLong && field.Content.Length > 1:
                byte[] inner = field.Content;
                fields[place] = field with { Content = draw.Once(4) ? ByteMutations.Apply(inner, donor, null, draw) : Apply(inner, donor, draw) };
                break;
            default:
                fields[place] = field.IsLong
                    ? field with { Content = ByteMutations.Apply(field.Content, donor, null, draw) }
                    : field with { Content = (field.Tag & 7) == 0 ? Varint(draw.Pick<ulong>(s_numbers)) : ByteMutations.Lie([.. field.Content], [0], draw) };
                break;
        }

        List<byte> joined = [];
        foreach (ProtobufField one in fields)
        {
            if (one.Raw)
            {
                joined.AddRange(one.Content);
                continue;
            }

            joined.AddRange(Varint(one.Tag));
            if (one.IsLong)
                joined.AddRange(Varint(one.LyingLength ?? (ulong)one.Content.Length));
            joined.AddRange(one.Content);
        }

        return [.. joined];
    }

    private static List<ProtobufField> Split(byte[] bytes)
    {
        List<ProtobufField> fields = [];
        int position = 0;
        while (position < bytes.Length)
        {
            int start = position;
            ulong tag = ReadVarint(bytes, ref position);
            int from = position;
            ulong length = (tag & 7) switch
            {
                0 => VarintLength(bytes, position),
                1 => 8,
                2 => ReadVarint(bytes, ref from),
                5 => 4,
                _ => ulong.MaxValue,
            };
            if (length > (ulong)(bytes.Length - from))
            {
                fields.Add(new ProtobufField(tag, bytes[start..], Raw: true));
                break;
            }

            position = from + (int)length;
            fields.Add(new ProtobufField(tag, bytes[from..position]));
        }

        return fields;
    }

    private static ulong ReadVarint(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; position < bytes.Length; shift += 7)
        {
            byte part = bytes[position++];
            value |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if (part < 0x80)
                break;
        }

        return value;
    }

    private static ulong VarintLength(byte[] bytes, int position)
    {
        int end = position;
        _ = ReadVarint(bytes, ref end);
        return (ulong)(end - position);
    }

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    /// <summary>A field, or the bytes that are none.</summary>
    private sealed record ProtobufField(ulong Tag, byte[] Content, bool Raw = false, ulong? LyingLength = null)
    {
        public bool IsLong => !Raw && (Tag & 7) == 2;
    }
}
