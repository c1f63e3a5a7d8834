using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Calque.Text;

/// <summary>
/// The tables of Unicode in the embedded resource <c>unicode.bin</c>, which <c>Tables/make-tables.py</c> writes. Bodies are
/// LEB128 numbers: sets as (gap, length - 1), runs over all code points as (length, value), maps as (gap, count, targets).
/// </summary>
internal static class UnicodeTables
{
    private static readonly Dictionary<string, byte[]> Sections = Load();

    /// <summary>The names of all sections.</summary>
    public static IReadOnlyCollection<string> Names => Sections.Keys;

    /// <summary>Whether there is a section of this name.</summary>
    public static bool Contains(string name) => Sections.ContainsKey(name);

    /// <summary>A section that is text.</summary>
    public static string ReadText(string name) => Encoding.UTF8.GetString(Sections[name]);

    /// <summary>A section that is a set of code points.</summary>
    public static CodePointSet ReadSet(string name)
    {
        var set = new CodePointSet();
        var reader = new NumberReader(Sections[name]);
        int position = 0;
        while (reader.HasMore)
        {
            int start = position + reader.Next();
            position = start + reader.Next() + 1;
            set.AddRange(start, position - 1);
        }

        return set;
    }

    /// <summary>A section that gives each code point a value below 256.</summary>
    public static CodePointTable ReadTable(string name) => new(ReadRuns(name), static value => (byte)value);

    /// <summary>A section of runs, in order; together they cover all code points.</summary>
    public static CodePointRuns ReadRuns(string name)
    {
        var runs = new CodePointRuns();
        var reader = new NumberReader(Sections[name]);
        int position = 0;
        while (reader.HasMore)
        {
            int end = position + reader.Next();
            runs.Add(new CodePointRun(position, end, reader.Next()));
            position = end;
        }

        return runs;
    }

    /// <summary>A section that gives some code points one or more others.</summary>
    public static Dictionary<int, int[]> ReadMap(string name)
    {
        var map = new Dictionary<int, int[]>();
        var reader = new NumberReader(Sections[name]);
        int position = 0;
        while (reader.HasMore)
        {
            position += reader.Next();
            var targets = new int[reader.Next()];
            for (int i = 0; i < targets.Length; i++)
                targets[i] = reader.Next();
            map.Add(position, targets);
        }

        return map;
    }

    // Not packed, so that a process that only loads a tokenizer does not start the framework's inflater.
    private static Dictionary<string, byte[]> Load()
    {
        using Stream resource = typeof(UnicodeTables).Assembly.GetManifestResourceStream("Calque.Text.unicode.bin")
            ?? throw new InvalidOperationException("The assembly lacks its resource Calque.Text.unicode.bin.");
        byte[] all = new byte[resource.Length];
        resource.ReadExactly(all);
        var sections = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (int i = 0; i < all.Length;)
        {
            int nameLength = all[i];
            string name = Encoding.ASCII.GetString(all.AsSpan(i + 1, nameLength));
            int length = BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(i + 1 + nameLength));
            sections.Add(name, all.AsSpan(i + 5 + nameLength, length).ToArray());
            i += 5 + nameLength + length;
        }

        return sections;
    }

    private ref struct NumberReader(ReadOnlySpan<byte> body)
    {
        private readonly ReadOnlySpan<byte> _body = body;
        private int _index;

        public readonly bool HasMore => _index < _body.Length;

        public int Next()
        {
            int value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = _body[_index++];
                value |= (part & 0x7F) << shift;
                if (part < 0x80)
                    return value;
            }
        }
    }
}
