using System;

namespace Calque.Formats.Inputs;

/// <summary>Files that people have in place of the one they meant, told by their first bytes.</summary>
internal static class ForeignContent
{
    /// <summary>Throws when <paramref name="start"/>, the file's first bytes, is one of them.</summary>
    /// <param name="start">A few dozen bytes, or the whole file where it is shorter.</param>
    /// <param name="path">For the message.</param>
    /// <param name="expected">What the file should be, such as "word vectors".</param>
    /// <param name="fault">The reader's error.</param>
    public static void Refuse(ReadOnlySpan<byte> start, string path, string expected, InputFault fault)
    {
        (string Found, string Hint)? known = Recognise(start);
        if (known is not null)
            throw fault(path, known.Value.Found, expected, known.Value.Hint);
    }

    private static (string Found, string Hint)? Recognise(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8))
            return ("a Git LFS pointer", "The content itself was not fetched: run `git lfs pull` in its repository.");
        if (StartsLikeHtml(start))
            return ("a web page", "The download gave a page in place of the file: open it to see why, then download again.");
        if (start.StartsWith("PK\u0003\u0004"u8))
            return ("a zip archive", "Unpack it and give the file inside.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return ("an xz archive", "Unpack it (xz -dk) and give the result.");
        if (start.StartsWith("BZh"u8) && start.Length > 9 && start[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]))
            return ("a bzip2 archive", "Unpack it (bunzip2 -k) and give the result.");
        if (start.Length > 1 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            return ("a Python pickle", "Nothing in it is executed here. With gensim, write it anew with save_word2vec_format.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return ("UTF-16 text", "Convert it: iconv -f UTF-16 -t UTF-8.");
        return null;
    }

    private static bool StartsLikeHtml(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return StartsWithIgnoreCase(start, "<!doctype"u8) || StartsWithIgnoreCase(start, "<html"u8) || StartsWithIgnoreCase(start, "<?xml"u8);
    }

    private static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && System.Text.Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}
