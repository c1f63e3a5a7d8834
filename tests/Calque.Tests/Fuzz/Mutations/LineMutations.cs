using System;
using System.Collections.Generic;
using System.Text;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a text by lines, fields and numbers, and the things that editors and systems do to texts.</summary>
internal static class LineMutations
{
    private static readonly string[] s_fields =
        ["", "0", "-1", "1", "nan", "NaN", "inf", "-Infinity", "1e400", "-1e-400", "0x10", "99999999999999999999", "4294967296", "1,5", "+1", "1.", ".", "1e", "x", "é", "\u0000", "\u00A0", "\u2028", "<unk>", "##a", "Ġa", "▁", "a b"];

    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        List<byte[]> lines = Split(bytes);
        int place = draw.Next(lines.Count);
        switch (draw.Next(18))
        {
            case 0:
                lines.RemoveAt(place);
                break;
            case 1:
                lines.Insert(place, lines[draw.Next(lines.Count)]);
                break;
            case 2:
                int other = draw.Next(lines.Count);
                (lines[place], lines[other]) = (lines[other], lines[place]);
                break;
            case 3:
                List<byte[]> foreign = Split(donor);
                lines.Insert(place, foreign[draw.Next(foreign.Count)]);
                break;
            case 4:
                lines.Insert(place, []);
                break;
            case 5:
                return Join(lines, "\r\n"u8.ToArray());
            case 6:
                return Join(lines, draw.Once(2) ? "\r"u8.ToArray() : "\n\n"u8.ToArray());
            case 7:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 8:
                lines[place] = [.. lines[place], draw.Pick<byte>([0, 0xFF, 0xC3, 0xED, 0x80, 0x0B, 0x0C, 0x1A, 0x85])];
                break;
            case 9:
                lines[place] = Repeated(lines[place], 2 + draw.Next(600));
                break;
            case 10:
                lines[place] = Exchange(lines[place], draw.Once(2) ? (byte)'\t' : (byte)' ', draw.Pick<byte>([(byte)' ', (byte)'\t', (byte)',', 0, 0xA0]));
                break;
            case 11:
                return Encoding.Unicode.GetBytes("\uFEFF" + Encoding.UTF8.GetString(bytes));
            case 12:
                while (lines.Count > place + 1)
                    lines.RemoveAt(lines.Count - 1);
                break;
            case 13:
                lines[place] = [.. lines[place], (byte)' ', .. lines[draw.Next(lines.Count)]];
                break;
            default:
                lines[place] = WithField(lines[place], draw);
                break;
        }

        return Join(lines, "\n"u8.ToArray());
    }

    private static List<byte[]> Split(byte[] bytes)
    {
        List<byte[]> lines = [];
        foreach (Range range in MemoryExtensions.Split<byte>(bytes, (byte)'\n'))
            lines.Add(bytes[range]);
        return lines;
    }

    private static byte[] Join(List<byte[]> lines, byte[] end)
    {
        List<byte> joined = [];
        for (int index = 0; index < lines.Count; index++)
        {
            if (index > 0)
                joined.AddRange(end);
            joined.AddRange(lines[index]);
        }

        return [.. joined];
    }

    private static byte[] WithField(byte[] line, FuzzDraw draw)
    {
        bool tabs = Array.IndexOf(line, (byte)'\t') >= 0;
        List<string> fields = [.. Encoding.Latin1.GetString(line).Split(tabs ? '\t' : ' ')];
        int place = draw.Next(fields.Count);
        string drawn = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(draw.Pick<string>(s_fields)));
        switch (draw.Next(4))
        {
            case 0:
                fields.RemoveAt(place);
                break;
            case 1:
                fields.Insert(place, drawn);
                break;
            default:
                fields[place] = drawn;
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join(tabs ? '\t' : ' ', fields));
    }

    private static byte[] Repeated(byte[] line, int times)
    {
        byte[] result = new byte[Math.Min(line.Length * times, 1 << 16)];
        for (int index = 0; index < result.Length; index++)
            result[index] = line[index % line.Length];
        return result;
    }

    private static byte[] Exchange(byte[] line, byte old, byte with)
    {
        byte[] copy = [.. line];
        copy.AsSpan().Replace(old, with);
        return copy;
    }
}
