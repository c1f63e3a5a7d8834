using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a pickle by its opcodes: left out, repeated, exchanged, taken from another, or drawn with arguments that fit or lie.</summary>
internal static class PickleMutations
{
    private static readonly byte[] s_opcodes = [.. "().0Nuqrhjtab]}scQRJKMGXUTeio"u8, 0x80, 0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x93, 0x94, 0x95, 0x96];

    private static readonly string[] s_texts = ["", "storage", "0", "1", "cpu", "torch._utils", "collections", "OrderedDict", "os", "system", "x\ny"];

    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        List<byte[]> opcodes = Split(bytes);
        int place = draw.Next(opcodes.Count);
        switch (draw.Next(9))
        {
            case 0:
                opcodes.RemoveAt(place);
                break;
            case 1:
                opcodes.Insert(place, opcodes[draw.Next(opcodes.Count)]);
                break;
            case 2:
                int other = draw.Next(opcodes.Count);
                (opcodes[place], opcodes[other]) = (opcodes[other], opcodes[place]);
                break;
            case 3:
                List<byte[]> foreign = Split(donor);
                int from = draw.Next(foreign.Count);
                opcodes.InsertRange(place, foreign.GetRange(from, Math.Min(foreign.Count - from, 1 + draw.Next(12))));
                break;
            case 4:
                int length = Math.Min(opcodes.Count - place, 1 + draw.Next(20));
                for (int times = draw.Once(6) ? 200 : 1; times > 0; times--)
                    opcodes.InsertRange(place, opcodes.GetRange(place, length));
                break;
            case 5:
                opcodes[place] = ByteMutations.Lie(opcodes[place], [1], draw);
                break;
            case 6:
                // Towers: a thousand marks, lists or tuples inside one another.
                opcodes.InsertRange(place, [.. Repeated(Drawn(draw), 1 + draw.Next(draw.Once(8) ? 3000 : 20))]);
                break;
            default:
                opcodes.Insert(place, Drawn(draw));
                break;
        }

        List<byte> joined = [];
        foreach (byte[] opcode in opcodes)
            joined.AddRange(opcode);
        return [.. joined];
    }

    private static IEnumerable<byte[]> Repeated(byte[] opcode, int times)
    {
        for (; times > 0; times--)
            yield return opcode;
    }

    private static byte[] Drawn(FuzzDraw draw)
    {
        byte opcode = draw.Once(16) ? (byte)draw.Next(256) : draw.Pick<byte>(s_opcodes);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(draw.Pick<string>(s_texts));
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, draw.Pick<long>([0, 1, 2, 3, 255, -1, int.MaxValue, long.MaxValue, 1L << 62]));
        return Kind(opcode) switch
        {
            ArgumentKind.One => [opcode, number[0]],
            ArgumentKind.Two => [opcode, .. number[..2]],
            ArgumentKind.Four => [opcode, .. number[..4]],
            ArgumentKind.Eight => [opcode, .. number],
            ArgumentKind.Text1 => opcode == 0x8a ? [opcode, 8, .. number] : [opcode, (byte)text.Length, .. text],
            ArgumentKind.Text4 => [opcode, (byte)text.Length, 0, 0, 0, .. text],
            ArgumentKind.Text8 => [opcode, (byte)text.Length, 0, 0, 0, 0, 0, 0, 0, .. text],
            ArgumentKind.Line => [opcode, .. text, (byte)'\n'],
            ArgumentKind.TwoLines => [opcode, .. text, (byte)'\n', .. text, (byte)'\n'],
            _ => [opcode],
        };
    }

    private static List<byte[]> Split(byte[] bytes)
    {
        List<byte[]> opcodes = [];
        int position = 0;
        while (position < bytes.Length)
        {
            long length = 1 + ArgumentLength(bytes, position);
            int end = (int)Math.Min(bytes.Length, position + length);
            opcodes.Add(bytes[position..end]);
            position = end;
        }

        if (opcodes.Count == 0)
            opcodes.Add([(byte)'.']);
        return opcodes;
    }

    private static long ArgumentLength(byte[] bytes, int position)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan(position + 1);
        return Kind(bytes[position]) switch
        {
            ArgumentKind.One => 1,
            ArgumentKind.Two => 2,
            ArgumentKind.Four => 4,
            ArgumentKind.Eight => 8,
            ArgumentKind.Text1 => rest.Length < 1 ? 0 : 1 + rest[0],
            ArgumentKind.Text4 => rest.Length < 4 ? 0 : 4L + BinaryPrimitives.ReadUInt32LittleEndian(rest),
            ArgumentKind.Text8 => rest.Length < 8 ? 0 : 8L + Math.Abs(BinaryPrimitives.ReadInt64LittleEndian(rest) / 2),
            ArgumentKind.Line => Line(rest),
            ArgumentKind.TwoLines => Line(rest) + Line(rest[(int)Line(rest)..]),
            _ => 0,
        };
    }

    private static long Line(ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest.Length : end + 1;
    }

    // As in Python's pickletools.
    private static ArgumentKind Kind(byte opcode) => opcode switch
    {
        (byte)'K' or (byte)'q' or (byte)'h' or 0x80 or 0x82 => ArgumentKind.One,
        (byte)'M' or 0x83 => ArgumentKind.Two,
        (byte)'J' or (byte)'r' or (byte)'j' or 0x84 => ArgumentKind.Four,
        (byte)'G' or 0x95 => ArgumentKind.Eight,
        (byte)'U' or (byte)'C' or 0x8a or 0x8c => ArgumentKind.Text1,
        (byte)'X' or (byte)'T' or (byte)'B' or 0x8b => ArgumentKind.Text4,
        0x8d or 0x8e or 0x96 => ArgumentKind.Text8,
        (byte)'I' or (byte)'L' or (byte)'F' or (byte)'S' or (byte)'V' or (byte)'P' or (byte)'p' or (byte)'g' => ArgumentKind.Line,
        (byte)'c' or (byte)'i' => ArgumentKind.TwoLines,
        _ => ArgumentKind.None,
    };

    private enum ArgumentKind
    {
        None,
        One,
        Two,
        Four,
        Eight,
        Text1,
        Text4,
        Text8,
        Line,
        TwoLines,
    }
}
