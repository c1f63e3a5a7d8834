using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Dictionaries;

/// <summary>The bytes of a dictionary in columns, line by line with their ends, so that it can be written again as it was but for what is changed.</summary>
internal sealed class DictionaryText
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private DictionaryText(byte[] bytes, bool packed, bool hasMark, List<DictionaryTextLine> lines)
    {
        Packed = packed;
        Bytes = bytes;
        HasMark = hasMark;
        Lines = lines;
    }

    /// <summary>The whole, unpacked where the file is gzip.</summary>
    public byte[] Bytes { get; }

    /// <summary>Whether the file is gzip.</summary>
    public bool Packed { get; }

    /// <summary>Whether it begins with a byte order mark.</summary>
    public bool HasMark { get; }

    /// <summary>The lines in order.</summary>
    public IReadOnlyList<DictionaryTextLine> Lines { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDictionaryException">There is no such file, or it is too large.</exception>
    public static DictionaryText Read(string path)
    {
        if (SpecialFile.Describe(path) is { } kind)
            throw BilingualDictionary.Fault(path, kind, "a dictionary file", "Save what comes from it as a file, and name that.");
        using Stream stream = InputFile.OpenRead(path, BilingualDictionary.Fault);
        byte[] bytes = new byte[1 << 16];
        int length = 0;
        while (true)
        {
            int read = InputFile.ReadFully(stream, bytes.AsSpan(length), path, BilingualDictionary.Fault);
            length += read;
            if (length < bytes.Length)
                return Parse(bytes[..length], InputFile.IsGzip(path, BilingualDictionary.Fault));
            if (length >= BilingualDictionary.LargestText)
            {
                throw BilingualDictionary.Fault(
                    path, "more than half a gigabyte of text", string.Create(CultureInfo.InvariantCulture, $"at most {BilingualDictionary.LargestText} bytes"), "Is this a dictionary?");
            }

            Array.Resize(ref bytes, bytes.Length * 2);
        }
    }

    /// <summary>The bytes of a line with its end.</summary>
    public ReadOnlySpan<byte> Whole(DictionaryTextLine line) => Bytes.AsSpan(line.Start, line.Length + line.EndLength);

    /// <summary>The bytes of a line without its end.</summary>
    public ReadOnlySpan<byte> Content(DictionaryTextLine line) => Bytes.AsSpan(line.Start, line.Length);

    /// <summary>The bytes of a line's end: none, LF, or CR and LF.</summary>
    public ReadOnlySpan<byte> End(DictionaryTextLine line) => Bytes.AsSpan(line.Start + line.Length, line.EndLength);

    /// <summary>Writes the mark, where there is one.</summary>
    public void WriteMark(Stream stream)
    {
        if (HasMark)
            stream.Write(Mark);
    }

    private static DictionaryText Parse(byte[] bytes, bool packed)
    {
        bool hasMark = bytes.AsSpan().StartsWith(Mark);
        List<DictionaryTextLine> lines = [];
        for (int start = hasMark ? Mark.Length : 0; start < bytes.Length;)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length + 1;
            int content = (length < 0 ? end : end - 1) - start;
            if (content > 0 && bytes[start + content - 1] == (byte)'\r')
                content--;
            lines.Add(new DictionaryTextLine(start, content, end - start - content));
            start = end;
        }

        return new DictionaryText(bytes, packed, hasMark, lines);
    }
}
