using System;
using System.Buffers.Binary;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Damage that knows nothing but bytes and numbers: flips, odd values, numbers that lie, cuts, splices, repeats.</summary>
internal static class ByteMutations
{
    private static readonly byte[] s_odd = [0, 1, 7, 8, 9, 10, 13, 0x20, 0x22, 0x2C, 0x30, 0x39, 0x3A, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xF0, 0xF4, 0xF8, 0xFE, 0xFF];

    public static byte[] Apply(byte[] bytes, byte[] donor, int[]? fields, FuzzDraw draw)
    {
        if (bytes.Length == 0)
            return donor.Length == 0 ? [draw.Pick<byte>(s_odd)] : [.. donor];
        switch (draw.Next(12))
        {
            case 0:
                return With(bytes, draw.Next(bytes.Length), (byte)(1 << draw.Next(8)), flip: true);
            case 1:
                return With(bytes, draw.Next(bytes.Length), draw.Pick<byte>(s_odd), flip: false);
            case 2:
                return With(bytes, draw.Next(bytes.Length), (byte)draw.Next(256), flip: false);
            case 3:
                return bytes[..draw.Next(bytes.Length)];
            case 4:
                return [.. bytes[..draw.Next(bytes.Length)], .. donor[draw.Next(donor.Length)..]];
            case 5:
                return Insert(bytes, Drawn(draw, 1 + draw.Next(8)), draw);
            case 6:
                return Without(bytes, draw);
            case 7:
                return Repeat(bytes, draw);
            case 8:
                return [.. bytes, .. draw.Once(2) ? new byte[1 + draw.Next(64)] : Drawn(draw, 1 + draw.Next(64))];
            case 9:
                return Exchange(bytes, draw);
            default:
                return Lie(bytes, fields, draw);
        }
    }

    /// <summary>A length or a count that is not true.</summary>
    public static byte[] Lie(byte[] bytes, int[]? fields, FuzzDraw draw)
    {
        if (bytes.Length == 0)
            return [(byte)draw.Next(256)];
        byte[] copy = [.. bytes];
        int place = fields is { Length: > 0 } && !draw.Once(4) ? Math.Max(0, draw.Pick<int>(fields)) : draw.Next(copy.Length);
        int width = draw.Pick<int>([1, 2, 4, 4, 8]);
        if (place + width > copy.Length)
            return ByteAt(copy, Math.Min(place, copy.Length - 1), draw);
        Span<byte> field = copy.AsSpan(place, width);
        long old = width switch
        {
            1 => field[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(field),
            4 => BinaryPrimitives.ReadInt32LittleEndian(field),
            _ => BinaryPrimitives.ReadInt64LittleEndian(field),
        };
        long value = draw.Pick<long>(
            [0, 1, -1, 2, old + 1, old - 1, old * 2, -old, old + 1000, bytes.Length, bytes.Length - place, bytes.Length + 1, int.MaxValue, int.MinValue,
            uint.MaxValue, 1L << 32, (1L << 31) - 8, long.MaxValue, long.MinValue, long.MaxValue / 4, 1 << 20, 1 << 28, 0x7FFFFFC7]);
        switch (width)
        {
            case 1:
                field[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(field, (uint)value);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(field, value);
                break;
        }

        return copy;
    }

    private static byte[] ByteAt(byte[] copy, int place, FuzzDraw draw)
    {
        copy[place] = (byte)draw.Next(256);
        return copy;
    }

    private static byte[] With(byte[] bytes, int place, byte value, bool flip)
    {
        byte[] copy = [.. bytes];
        copy[place] = flip ? (byte)(copy[place] ^ value) : value;
        return copy;
    }

    private static byte[] Drawn(FuzzDraw draw, int count)
    {
        byte[] drawn = new byte[count];
        for (int index = 0; index < count; index++)
            drawn[index] = draw.Once(2) ? draw.Pick<byte>(s_odd) : (byte)draw.Next(256);
        return drawn;
    }

    private static byte[] Insert(byte[] bytes, byte[] more, FuzzDraw draw)
    {
        int place = draw.Next(bytes.Length + 1);
        return [.. bytes[..place], .. more, .. bytes[place..]];
    }

    private static byte[] Without(byte[] bytes, FuzzDraw draw)
    {
        int place = draw.Next(bytes.Length);
        int length = Math.Min(bytes.Length - place, 1 + draw.Next(draw.Once(4) ? bytes.Length : 8));
        return [.. bytes[..place], .. bytes[(place + length)..]];
    }

    private static byte[] Repeat(byte[] bytes, FuzzDraw draw)
    {
        int place = draw.Next(bytes.Length);
        int length = Math.Min(bytes.Length - place, 1 + draw.Next(32));
        byte[] part = bytes[place..(place + length)];
        byte[] result = bytes[..place];
        for (int times = 2 + draw.Next(3); times > 0; times--)
            result = [.. result, .. part];
        return [.. result, .. bytes[(place + length)..]];
    }

    private static byte[] Exchange(byte[] bytes, FuzzDraw draw)
    {
        byte[] copy = [.. bytes];
        int length = 1 + draw.Next(Math.Min(16, bytes.Length));
        int first = draw.Next(bytes.Length - length + 1);
        int second = draw.Next(bytes.Length - length + 1);
        bytes.AsSpan(first, length).CopyTo(copy.AsSpan(second));
        bytes.AsSpan(second, length).CopyTo(copy.AsSpan(first));
        return copy;
    }
}
