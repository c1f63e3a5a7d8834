using System;
using System.Collections.Generic;
using System.IO;
using Calque.IO;

namespace Calque.Tokenizers.Loading;

/// <summary>The files of tokenizers: their names, and reading them whole.</summary>
internal static class TokenizerFiles
{
    /// <summary>Every name under which a file belongs to a tokenizer and is copied along with a model.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "vocab.txt",
        "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "spm.model", "chat_template.jinja", "chat_template.json",
    ];

    /// <summary>The names that SentencePiece models go by, best first.</summary>
    public static IReadOnlyList<string> SentencePieceNames { get; } = ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "spm.model"];

    /// <summary>The tokenizer files of a directory, full paths.</summary>
    public static List<string> List(string directory)
    {
        var files = new List<string>();
        foreach (string name in Names)
        {
            string path = System.IO.Path.Combine(directory, name);
            if (File.Exists(path) && SpecialFile.Describe(path) is null)
                files.Add(path);
        }

        return files;
    }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="InvalidTokenizerException">It is not there, cannot be read, or is larger than any tokenizer.</exception>
    public static byte[] Read(string path)
    {
        const string Hint = "Check the path and that the file may be read.";
        if (SpecialFile.Describe(path) is { } kind)
            throw new InvalidTokenizerException(path, kind, "a tokenizer's file", "Put the file itself there.");
        try
        {
            if (new FileInfo(path).Length > 1L << 30)
                throw new InvalidTokenizerException(path, "a file of over 1 GiB", "a tokenizer's file, some megabytes", "Is it another file's name?");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidTokenizerException(path, "no such file", "a tokenizer's file", Hint, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidTokenizerException(path, "a file that cannot be read", "a readable file", Hint, error);
        }
    }
}
