using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Unicode;
using Calque.Formats.Dictd;
using Calque.Formats.Inputs;
using Calque.Formats.Tabular;

namespace Calque.Dictionaries;

/// <summary>Reads a dictd dictionary: for each line of the index the glosses of the entry that it points to.</summary>
internal static class DictdDictionary
{
    /// <summary>Appends the pairs and the lines that gave none; returns the format's name.</summary>
    public static string Read(DictdFiles files, List<TranslationPair> pairs, List<SkippedLine> skipped, out int lineCount)
    {
        byte[] text = ReadText(files.Text);
        using LineReader lines = new(InputFile.OpenRead(files.Index, BilingualDictionary.Fault), files.Index, BilingualDictionary.Fault);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (lines.LineNumber == 1)
                ForeignContent.Refuse(line, files.Index, "the index of a dictd dictionary", BilingualDictionary.Fault);
            if (ReadEntry(line, text, lines.LineNumber, pairs) is { } reason)
                skipped.Add(new SkippedLine(lines.LineNumber, reason));
        }

        lineCount = lines.LineNumber;
        return "dictd";
    }

    private static SkippedLineReason? ReadEntry(ReadOnlySpan<byte> line, byte[] text, int lineNumber, List<TranslationPair> pairs)
    {
        if (DictdIndexLine.Parse(line, out DictdIndexLine entry) is { } reason)
            return reason;
        // dictfmt writes 00database…, or 00-database-… where it keeps punctuation.
        if (entry.Headword.StartsWith("00database", StringComparison.Ordinal) || entry.Headword.StartsWith("00-database", StringComparison.Ordinal))
            return SkippedLineReason.AboutTheDictionary;
        if (entry.Offset > text.Length || entry.Length > text.Length - entry.Offset)
            return SkippedLineReason.OutsideOfText;
        ReadOnlySpan<byte> bytes = text.AsSpan((int)entry.Offset, (int)entry.Length);
        if (!Utf8.IsValid(bytes))
            return SkippedLineReason.InvalidUtf8;
        string body = Encoding.UTF8.GetString(bytes);
        IReadOnlyList<string> glosses = DictdEntry.Glosses(body);
        if (glosses.Count == 0)
            return SkippedLineReason.NoTranslation;
        string headword = DictdEntry.Headword(body, entry.Headword);
        foreach (string gloss in glosses)
            pairs.Add(new TranslationPair(headword, gloss, lineNumber));
        return null;
    }

    /// <summary>The whole text; it grows with what is read, so that a small file that unpacks to gigabytes stops at the limit.</summary>
    private static byte[] ReadText(string path)
    {
        using Stream stream = InputFile.OpenRead(path, BilingualDictionary.Fault);
        byte[] text = new byte[1 << 20];
        int length = 0;
        while (true)
        {
            int wanted = text.Length - length;
            int read = InputFile.ReadFully(stream, text.AsSpan(length), path, BilingualDictionary.Fault);
            bool start = length == 0;
            length += read;
            if (start)
                ForeignContent.Refuse(text.AsSpan(0, Math.Min(length, 64)), path, "the text of a dictd dictionary", BilingualDictionary.Fault);
            if (read < wanted)
                return text[..length];
            if (text.Length >= BilingualDictionary.LargestText)
            {
                throw BilingualDictionary.Fault(
                    path, "more than half a gigabyte of text", string.Create(CultureInfo.InvariantCulture, $"at most {BilingualDictionary.LargestText} bytes"),
                    "Is this a dictionary?");
            }

            Array.Resize(ref text, text.Length * 2);
        }
    }
}
